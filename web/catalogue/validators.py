"""What a row of the catalogue names in the model store must be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from models_store.catalogue.grooves import load_grooves
from models_store.models import ModelUnavailable
from models_store.progressions import load_progressions
from models_store.touches import load_touch

if TYPE_CHECKING:
    from collections.abc import Callable


def check_progressions(name: str) -> None:
    """Raises `ValidationError` where there are none of that name."""
    _check(load_progressions, name)


def check_grooves(slugs: str) -> None:
    """Raises `ValidationError` where one is unknown."""
    known = load_grooves()
    strange = [slug for slug in slugs.split() if slug not in known]
    if strange:
        raise ValidationError(f"no groove {strange[0]!r}; there are: {', '.join(known) or 'none'}")


def check_touch(name: str) -> None:
    """Raises `ValidationError` where there is none of that name."""
    _check(load_touch, name)


def _check(load: Callable[[str], object], name: str) -> None:
    try:
        load(name)
    except ModelUnavailable as error:
        raise ValidationError(str(error)) from error
