"""What cannot be asked for together, and what cannot be left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from models_store.catalogue.limits import NARROWEST_REGISTER
from models_store.catalogue.scales import DEFAULT_SCALE, pitch_classes
from models_store.models import ModelUnavailable
from models_store.touches import load_touch
from web.catalogue.refusal import FieldError, RequestRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from web.catalogue.services.request import JobRequest

_LABEL: Final = re.compile(r"[-\w]+", re.ASCII)
# What a piece goes on from is one thing. `parent` may stand beside parts, which hold what was heard of it: so it does
# in what was resolved.
_APART: Final = (
    ("primer_midi", "parent"),
    ("primer_midi", "parts"),
    ("groove", "primer_midi"),
    ("groove", "parent"),
    ("primer_notes", "primer_midi"),
    ("primer_notes", "parent"),
    ("primer_notes", "parts"),
)


def refuse_contradictions(request: JobRequest) -> None:
    """Looks at the request alone.

    Raises:
        RequestRefusedError: Names every field that does not go with the others, or is missing beside them.
    """
    errors = [
        *_missing(request),
        *_ill_labelled(request),
        *_contradictory(request),
        *_out_of_scale(request),
        *_unplayable(request),
        *_without_players(request),
    ]
    if errors:
        raise RequestRefusedError(*errors)


def _missing(request: JobRequest) -> Iterator[FieldError]:
    if request.style is None and (request.parts or request.parent is None):
        yield FieldError("#/style", "required", _("style is required."))
    if request.type is None and request.parts:
        yield FieldError("#/type", "required", "type is required beside parts, of whose piece it is the name.")
    if request.plan is not None and not request.parts:
        yield FieldError("#/parts", "required", "parts is required beside plan, which says who of them plays when.")
    if request.key is None and request.scale is not None:
        yield FieldError("#/key", "required", _("key is required beside scale, which begins with it."))


def _ill_labelled(request: JobRequest) -> Iterator[FieldError]:
    labels = {"style": request.style, "type": request.type, "groove": request.groove} if request.parts else {}
    for name, given in labels.items():
        if given is not None and not _LABEL.fullmatch(given):
            detail = f"{name} must be of letters, digits, hyphens and underscores."
            yield FieldError(f"#/{name}", "invalid", detail, None, given)


def _contradictory(request: JobRequest) -> Iterator[FieldError]:
    for field, other in _APART:
        if getattr(request, field) is not None and getattr(request, other):
            yield _apart(field, other)
    if request.start_pitch is None:
        return
    for name in _primers(request):
        yield _apart("start_pitch", name, request.start_pitch)


def _primers(request: JobRequest) -> Iterator[str]:
    for name in ("primer_midi", "primer_notes"):
        if getattr(request, name) is not None:
            yield name
    if request.parent is not None:
        yield "parent"
    elif any(part.primer for part in request.parts or ()):
        yield "parts with primers"


def _out_of_scale(request: JobRequest) -> Iterator[FieldError]:
    if request.key is None or request.start_pitch is None:
        return
    scale = request.scale or DEFAULT_SCALE
    allowed = pitch_classes(request.key, scale)
    if request.start_pitch % 12 not in allowed:
        sentence = _("start_pitch is no note of {key} {scale}; choose another, or another key.")
        detail = sentence.format(key=request.key, scale=_(scale.replace("_", " ")))
        yield FieldError("#/start_pitch", "not_in_scale", detail, None, request.start_pitch)


def _unplayable(request: JobRequest) -> Iterator[FieldError]:
    for place, part in enumerate(request.parts or ()):
        if part.highest_pitch - part.lowest_pitch < NARROWEST_REGISTER:
            detail = f"highest_pitch must be at least {NARROWEST_REGISTER} above lowest_pitch."
            limit = part.lowest_pitch + NARROWEST_REGISTER
            yield FieldError(f"#/parts/{place}/highest_pitch", "too_small", detail, limit, part.highest_pitch)
        try:
            load_touch(part.touch) if part.touch else None
        except ModelUnavailable as error:
            yield FieldError(f"#/parts/{place}/touch", "unknown", f"There is {error}.", None, part.touch)


def _without_players(request: JobRequest) -> Iterator[FieldError]:
    roles = [part.role for part in request.parts or ()]
    for place, section in enumerate(request.plan.sections if request.plan and roles else ()):
        for voice, role in enumerate(section.roles):
            if role not in roles:
                pointer, detail = f"#/plan/sections/{place}/roles/{voice}", f"No part has the role {role!r}."
                yield FieldError(pointer, "unknown", detail, roles, role)


def _apart(field: str, other: str, given: int | None = None) -> FieldError:
    detail = _("{field} does not go with {other}; leave one out.").format(field=field, other=other)
    return FieldError(f"#/{field}", "not_applicable", detail, None, given)
