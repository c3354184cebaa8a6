"""A form that was posted, as the request that the API would take."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from web.api.fields import NumberField, WholeField
from web.api.job_request import JobRequestSerializer
from web.catalogue.services.playable import known_types

if TYPE_CHECKING:
    from django.http import QueryDict


def body_of(posted: QueryDict) -> dict[str, Any]:
    """What was filled in, numbers as numbers; of a name that came twice the last.

    A type is left out where the style has none of that name: without a script the types of all styles can be chosen.
    """
    fields = JobRequestSerializer().fields
    filled = {name: str(posted[name]).strip() for name in posted if name in fields}
    body = {name: _value(fields[name], text) for name, text in filled.items() if text}
    if not _goes_together(body):
        del body["type"]
    return body


def _value(field: object, text: str) -> Any:
    """What is no number stays as it was written, to be refused in the API's words."""
    if not isinstance(field, NumberField | WholeField):
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) else text


def _goes_together(body: dict[str, Any]) -> bool:
    styles = {known.style.slug for known in known_types() if known.slug == body.get("type")}
    return "type" not in body or not styles or body.get("style") in styles
