"""What cannot be asked for together, and what cannot be left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from web.catalogue.refusal import FieldError, RequestRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from web.catalogue.services.request import JobRequest

_LABEL: Final = re.compile(r"[-\w]+", re.ASCII)


def refuse_contradictions(request: JobRequest) -> None:
    """Looks at the request alone.

    Raises:
        RequestRefusedError: Names every field that does not go with the others, or is missing beside them.
    """
    errors = [*_missing(request), *_ill_labelled(request), *_contradictory(request)]
    if errors:
        raise RequestRefusedError(*errors)


def _missing(request: JobRequest) -> Iterator[FieldError]:
    if request.style is None and (request.parts or request.parent is None):
        yield FieldError("#/style", "required", "style is required.")
    if request.type is None and request.parts:
        yield FieldError("#/type", "required", "type is required beside parts, of whose piece it is the name.")


def _ill_labelled(request: JobRequest) -> Iterator[FieldError]:
    for name, given in (("style", request.style), ("type", request.type)) if request.parts else ():
        if given is not None and not _LABEL.fullmatch(given):
            detail = f"{name} must be of letters, digits, hyphens and underscores."
            yield FieldError(f"#/{name}", "invalid", detail, None, given)


def _contradictory(request: JobRequest) -> Iterator[FieldError]:
    """`parent` may stand beside parts, which hold what was heard of it: so it does in what was resolved."""
    if request.primer_midi is not None and request.parent is not None:
        yield _apart("primer_midi", "parent")
    if request.primer_midi is not None and request.parts:
        yield _apart("primer_midi", "parts")
    if request.start_pitch is None:
        return
    for name in _primers(request):
        yield _apart("start_pitch", name, request.start_pitch)


def _primers(request: JobRequest) -> Iterator[str]:
    if request.primer_midi is not None:
        yield "primer_midi"
    if request.parent is not None:
        yield "parent"
    elif any(part.primer for part in request.parts or ()):
        yield "parts with primers"


def _apart(field: str, other: str, given: int | None = None) -> FieldError:
    return FieldError(f"#/{field}", "not_applicable", f"{field} does not go with {other}; leave one out.", None, given)
