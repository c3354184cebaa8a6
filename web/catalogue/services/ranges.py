"""Within which bounds a type may be asked for something: its own, else the catalogue's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from models_store.catalogue.limits import LENGTH_SECONDS, QPM, TEMPERATURE, Limits
from web.catalogue.refusal import FieldError, RequestRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from web.catalogue.models import Type
    from web.catalogue.services.request import JobRequest

# What a type does where nothing was asked, by the names of a request's fields.
_DEFAULTS: Final = {"length_seconds": "default_length_seconds", "temperature": "default_temperature", "qpm": "qpm"}


def ranges_of(type_: Type) -> dict[str, Limits]:
    """By the names of a request's fields."""
    return {
        "length_seconds": _own(LENGTH_SECONDS, type_.shortest_length_seconds, type_.longest_length_seconds),
        "temperature": _own(TEMPERATURE, type_.lowest_temperature, type_.highest_temperature),
        "qpm": _own(QPM, type_.lowest_qpm, type_.highest_qpm),
    }


def defaults_out_of_range(type_: Type) -> dict[str, str]:
    """What is wrong with each default of the type, by its name; what is not filled in is not looked at."""
    defaults = {name: (getattr(type_, name), ranges_of(type_)[field]) for field, name in _DEFAULTS.items()}
    return {
        name: f"This lies outside of the type's own range, {limits.minimum:g} to {limits.maximum:g}."
        for name, (value, limits) in defaults.items()
        if value is not None and not limits.minimum <= value <= limits.maximum
    }


def nearest_length(type_: Type, wished_seconds: float) -> float:
    """What comes nearest to the wish of all lengths that the type may have, in seconds."""
    limits = ranges_of(type_)["length_seconds"]
    return min(max(wished_seconds, limits.minimum), limits.maximum)


def refuse_what_is_out_of_range(request: JobRequest, ranges: Mapping[str, Limits]) -> None:
    """Looks at what was asked for; what was left out is the type's own.

    Raises:
        RequestRefusedError: Names every field that lies outside its range.
    """
    errors = [error for field, limits in ranges.items() for error in _outside(request, field, limits)]
    if errors:
        raise RequestRefusedError(*errors)


def _own(general: Limits, lowest: float | None, highest: float | None) -> Limits:
    return replace(
        general,
        minimum=general.minimum if lowest is None else lowest,
        maximum=general.maximum if highest is None else highest,
    )


def _outside(request: JobRequest, field: str, limits: Limits) -> Iterator[FieldError]:
    given = getattr(request, field)
    if given is None or limits.minimum <= given <= limits.maximum:
        return
    is_low = given < limits.minimum
    code, limit = ("too_small", limits.minimum) if is_low else ("too_large", limits.maximum)
    sentence = _("{field} must be a number from {minimum:g} to {maximum:g}.")
    detail = sentence.format(field=field, minimum=limits.minimum, maximum=limits.maximum)
    yield FieldError(f"#/{field}", code, detail, limit, request.as_sent.get(field, given))
