"""What a row of the catalogue names must be there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.core.exceptions import ImproperlyConfigured, ValidationError

from models_store.catalogue.grooves import load_grooves
from models_store.models import ModelUnavailable
from models_store.progressions import load_progressions
from models_store.touches import load_touch
from web.catalogue.services.form import SECTIONS
from web.pages.built_frontend import has_icon

if TYPE_CHECKING:
    from collections.abc import Callable, Container

_ICON: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check_progressions(name: str) -> None:
    """Raises `ValidationError` where there are none of that name."""
    _check(load_progressions, name)


def check_grooves(slugs: str) -> None:
    """Raises `ValidationError` where one is unknown."""
    known = load_grooves()
    _check_words(slugs, known, f"no groove {{}}; there are: {', '.join(known) or 'none'}")


def check_sections(names: str) -> None:
    """Raises `ValidationError` where one is unknown."""
    _check_words(names, SECTIONS, f"no section {{}}; there are: {', '.join(SECTIONS)}")


def check_icon(name: str) -> None:
    """Raises `ValidationError` where the set has none of that name, or, where nobody can tell, it can be no name."""
    try:
        is_icon = has_icon(name)
    except ImproperlyConfigured:
        is_icon = _ICON.fullmatch(name) is not None
    if not is_icon:
        raise ValidationError(f"Bootstrap Icons have no {name!r}; their names are at icons.getbootstrap.com")


def check_touch(name: str) -> None:
    """Raises `ValidationError` where there is none of that name."""
    _check(load_touch, name)


def _check(load: Callable[[str], object], name: str) -> None:
    try:
        load(name)
    except ModelUnavailable as error:
        raise ValidationError(str(error)) from error


def _check_words(words: str, known: Container[str], otherwise: str) -> None:
    strange = [word for word in words.split() if word not in known]
    if strange:
        raise ValidationError(otherwise.format(repr(strange[0])))
