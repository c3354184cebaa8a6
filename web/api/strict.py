"""Serializers that refuse fields they do not know, and what they say, each thing wrong by its JSON pointer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.settings import api_settings

from web.api.fields import NumberField, WholeField
from web.catalogue.refusal import FieldError

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")

MAX_UNKNOWN_SHOWN: Final = 10
MAX_NAME_SHOWN: Final = 50
UNKNOWN_FIELD: Final = "unknown_field"
CODES: Final = {"max_value": "too_large", "min_value": "too_small", "max_length": "too_long", "unknown": "unknown"}


class StrictSerializer(serializers.Serializer[T]):
    """A field that it does not know is an error of that name."""

    def to_internal_value(self, data: Any) -> Any:
        known, unknown = self.fields, {}
        if isinstance(data, Mapping):
            strange = [name for name in data if name not in known][:MAX_UNKNOWN_SHOWN]
            unknown = {name: [_unknown(name, list(known))] for name in strange}
        try:
            value = super().to_internal_value(data)
        except ValidationError as error:
            raise ValidationError({**_details(error), **unknown}) from error
        if unknown:
            raise ValidationError(unknown)
        return value


def _details(error: ValidationError) -> dict[str, Any]:
    return error.detail if isinstance(error.detail, dict) else {api_settings.NON_FIELD_ERRORS_KEY: error.detail}


def _unknown(name: str, known: list[str]) -> ErrorDetail:
    return ErrorDetail(f"There is no field {name[:MAX_NAME_SHOWN]!r}; there are: {', '.join(known)}.", UNKNOWN_FIELD)


def field_errors(field: Any, details: Any, given: Any, pointer: str = "#") -> Iterator[FieldError]:
    """Everything that is wrong at a place of the request and below it.

    Args:
        field: The serializer or field of that place; None where there is none.
        details: What it says, as DRF nests it.
        given: What was sent there.
        pointer: The place.
    """
    if isinstance(details, list):
        yield _error(field, details[0], given, pointer)
        return
    for name, below in details.items():
        if _is_unknown(below):
            yield FieldError(_below(pointer, name), UNKNOWN_FIELD, str(below[0]), list(field.fields), given[name])
        elif name == api_settings.NON_FIELD_ERRORS_KEY:
            yield _error(field, below[0], given, pointer)
        else:
            yield from field_errors(_field_at(field, name), below, _given_at(given, name), _below(pointer, name))


def _is_unknown(details: Any) -> bool:
    return isinstance(details, list) and details[0].code == UNKNOWN_FIELD


def _field_at(field: Any, name: str | int) -> Any:
    match field:
        case serializers.ListSerializer():
            return field.child
        case serializers.Serializer():
            return field.fields[str(name)]
    return None


def _given_at(given: Any, name: str | int) -> Any:
    return given[int(name)] if isinstance(given, list) else given.get(name)


def _below(pointer: str, name: str | int) -> str:
    shown = str(name)[:MAX_NAME_SHOWN]
    return f"{pointer}/{shown.replace('~', '~0').replace('/', '~1')}"


def _error(field: Any, detail: ErrorDetail, given: Any, pointer: str) -> FieldError:
    code = str(detail.code)
    limit = getattr(field, code, None) if code in CODES else None
    return FieldError(pointer, CODES.get(code, code), _sentence(field, str(detail)), limit, given)


def _sentence(field: Any, otherwise: str) -> str:
    match field:
        case NumberField():
            sentence = _("{field} must be a number from {minimum:g} to {maximum:g}.")
        case WholeField():
            sentence = _("{field} must be a whole number from {minimum} to {maximum}.")
        case _:
            return f"{field.field_name}: {otherwise}" if field is not None and field.field_name else otherwise
    return sentence.format(field=field.field_name, minimum=field.min_value, maximum=field.max_value)
