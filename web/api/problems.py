"""Errors as RFC 9457 problem details: every refusal of the API has this one shape."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from web.catalogue.refusal import FieldError

MEDIA_TYPE: Final = "application/problem+json"
MAX_SHOWN_CHARACTERS: Final = 200
LARGEST_EXACT_NUMBER: Final = 2**53
# Where Django can say no more, and `web.live` goes on.
AUDIO_PENDING: Final = "audio_pending"
# Where a request keeps whose audio is pending: whoever knows no more than a share id must not be told.
PENDING_JOB: Final = "cadenza.pending_job"


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as the API answers it; `code` is for programs and is never renamed."""

    status: int
    code: str
    detail: str
    errors: tuple[FieldError, ...] = ()
    retry_after_seconds: int | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "type": f"/api/v1/docs#{self.code}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "errors": [_shown(error) for error in self.errors],
        }

    def headers(self) -> dict[str, str]:
        headers = {"Cache-Control": "no-store"}
        if self.retry_after_seconds is not None:
            headers["Retry-After"] = str(self.retry_after_seconds)
        return headers


def _shown(error: FieldError) -> dict[str, Any]:
    optional = {"limit": error.limit, "given": _echo(error.given)}
    known = {name: value for name, value in optional.items() if value is not None}
    return {"pointer": error.pointer, "code": error.code, "detail": error.detail, **known}


def _echo(given: object) -> str | float | None:
    """What was sent, as far as it can be sent back: short, and JSON."""
    match given:
        case list():
            return "an array"
        case dict():
            return "an object"
        case int() | float() if abs(given) < LARGEST_EXACT_NUMBER:
            return given
        case str() | None:
            return given and given[:MAX_SHOWN_CHARACTERS]
    return repr(given)[:MAX_SHOWN_CHARACTERS]
