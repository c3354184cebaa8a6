"""How the versions of an experiment are called."""

from __future__ import annotations

from typing import Final

# What plays now, with which all others are compared.
FIRST: Final = "A"
LETTERS: Final = "ABCDE"
