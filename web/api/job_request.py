"""The body of `POST /api/v1/jobs`: what may be in it, and what is said of what may not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rest_framework import serializers

from models_store.catalogue.limits import LENGTH_SECONDS, SEED, START_PITCH, TEMPERATURE
from web.api.fields import NameField, NumberField, WholeField
from web.catalogue.refusal import FieldError, RequestRefusedError
from web.catalogue.services.resolve import JobRequest

if TYPE_CHECKING:
    from rest_framework.exceptions import ErrorDetail
    from rest_framework.fields import Field

MAX_UNKNOWN_SHOWN: Final = 10
CODES: Final = {"max_value": "too_large", "min_value": "too_small", "max_length": "too_long"}


class JobRequestSerializer(serializers.Serializer[JobRequest]):
    """Refuses values outside their limits and fields that it does not know."""

    # A declared field, though DRF's Field has an attribute of that name.
    style = NameField("A style of the catalogue.")  # type: ignore[assignment]
    type = NameField("A type of the style; else the style's first.", required=False)
    length_seconds = NumberField(LENGTH_SECONDS, "Else the type's default.")
    temperature = NumberField(TEMPERATURE, "Lower is tamer, higher is wilder; else the type's default.")
    start_pitch = WholeField(START_PITCH, "The MIDI pitch to begin with, where the type takes one.")
    seed = WholeField(SEED, "The same request with the same seed gives the same music; else one is drawn.")


def read_job_request(data: object) -> JobRequest:
    """The request in a body that was parsed.

    Raises:
        RequestRefusedError: Names every field that is wrong, its limit and what was sent.
    """
    if not isinstance(data, dict):
        raise RequestRefusedError(FieldError("#", "not_an_object", "The body must be a JSON object.", given=data))
    serializer = JobRequestSerializer(data=data)
    strange = [name for name in data if name not in serializer.fields]
    unknown = [_unknown(name, data[name], list(serializer.fields)) for name in strange[:MAX_UNKNOWN_SHOWN]]
    serializer.is_valid()
    wrong = [_wrong(serializer.fields[name], details[0], data) for name, details in serializer.errors.items()]
    if unknown or wrong:
        raise RequestRefusedError(*wrong, *unknown)
    return JobRequest(**serializer.validated_data, as_sent=data)


def _unknown(name: str, value: object, known: list[str]) -> FieldError:
    shown = name[:50]
    detail = f"There is no field {shown!r}; there are: {', '.join(known)}."
    return FieldError(_pointer(shown), "unknown_field", detail, known, value)


def _wrong(field: Field[Any, Any, Any, Any], detail: ErrorDetail, data: dict[str, Any]) -> FieldError:
    name, code = str(field.field_name), str(detail.code)
    limit = getattr(field, code, None) if code in CODES else None
    return FieldError(_pointer(name), CODES.get(code, code), _sentence(name, field, str(detail)), limit, data.get(name))


def _sentence(name: str, field: Field[Any, Any, Any, Any], otherwise: str) -> str:
    match field:
        case NumberField():
            return f"{name} must be a number from {field.min_value:g} to {field.max_value:g}."
        case WholeField():
            return f"{name} must be a whole number from {field.min_value} to {field.max_value}."
    return f"{name}: {otherwise}"


def _pointer(name: str) -> str:
    return "#/" + name.replace("~", "~0").replace("/", "~1")
