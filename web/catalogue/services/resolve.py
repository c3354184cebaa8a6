"""From what was asked to what is done: every default filled in, every model down to its bytes."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from models_store.catalogue.limits import SEED
from web.catalogue.refusal import FieldError, RequestRefusedError
from web.catalogue.services.arrangement import Arrangement, arranged, catalogued
from web.catalogue.services.contradictions import refuse_contradictions
from web.catalogue.services.parents import POINTER, Parent, find_parent, known_parent
from web.catalogue.services.primers import primed_parts
from web.catalogue.services.request import JobRequest
from web.catalogue.services.resolved import Resolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from web.catalogue.services.resolved import ResolvedPart


def resolve(request: JobRequest) -> tuple[Resolved, ...]:
    """Resolves against the catalogue, the store and the jobs as they are now; one for each variation.

    Raises:
        RequestRefusedError: There is no such style, type, model or parent, the file cannot be a primer, or what is
            asked for does not go together.
        OSError: The parent's piece cannot be read just now.
    """
    refuse_contradictions(request)
    parent = find_parent(request.parent) if request.parent and not request.parts else None
    arrangement = _arrangement(request, parent)
    if request.start_pitch is not None and not arrangement.has_start_pitch:
        raise RequestRefusedError(_no_start_pitch(arrangement, request.start_pitch))
    return tuple(_variations(request, parent, arrangement))


def _variations(request: JobRequest, parent: Parent | None, arrangement: Arrangement) -> Iterator[Resolved]:
    qpm = _or(request.qpm, arrangement.qpm)
    parent_id, parts = _parent_id(request), _parts(request, parent, arrangement, qpm)
    for seed in _seeds(request):
        yield Resolved(
            style=arrangement.style,
            type=arrangement.type,
            length_seconds=_or(request.length_seconds, arrangement.length_seconds),
            temperature=_or(request.temperature, arrangement.temperature),
            start_pitch=request.start_pitch,
            seed=seed,
            qpm=qpm,
            parent=parent_id,
            parts=parts,
        )


def _parent_id(request: JobRequest) -> str | None:
    """Beside parts, which hold what was heard of it, the parent need not be there any more."""
    return known_parent(request.parent) if request.parent and request.parts else request.parent


def _arrangement(request: JobRequest, parent: Parent | None) -> Arrangement:
    """The parent's where neither style nor type is asked for; of another style, the first type."""
    if request.parts:
        return arranged(request.style or "", request.type or "", request.parts)
    if parent is None or request.style is not None:
        return catalogued(request.style or "", request.type)
    return catalogued(parent.style, request.type or parent.type)


def _parts(
    request: JobRequest, parent: Parent | None, arrangement: Arrangement, qpm: float
) -> tuple[ResolvedPart, ...]:
    if parent is not None:
        return primed_parts(arrangement, qpm, parent.midi, POINTER)
    if request.primer_midi is not None:
        return primed_parts(arrangement, qpm, request.primer_midi, "#/primer_midi")
    return arrangement.parts


def _seeds(request: JobRequest) -> list[int]:
    """One after the other from the seed that is asked for, else each drawn by itself."""
    count = request.variations or 1
    if request.seed is None:
        return [secrets.randbelow(SEED.maximum + 1) for _ in range(count)]
    return [(request.seed + place) % (SEED.maximum + 1) for place in range(count)]


def _or(asked: float | None, default: float) -> float:
    return float(default if asked is None else asked)


def _no_start_pitch(arrangement: Arrangement, given: int) -> FieldError:
    detail = f"{arrangement.style} {arrangement.type} takes no starting pitch; leave start_pitch out."
    return FieldError("#/start_pitch", "not_applicable", detail, None, given)
