"""What a rating may be."""

from __future__ import annotations

from typing import Final

from models_store.catalogue.limits import WholeLimits

STARS: Final = WholeLimits(1, 5)
MAX_COMMENT_CHARACTERS: Final = 500
