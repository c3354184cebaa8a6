"""From what was asked to what is done: every default filled in, every model down to its bytes."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from models_store.catalogue.limits import SEED
from models_store.catalogue.scales import DEFAULT_SCALE
from web.catalogue.services.arrangement import Arrangement, arranged, catalogued
from web.catalogue.services.contradictions import refuse_contradictions
from web.catalogue.services.offered import refuse_what_is_not_offered
from web.catalogue.services.options import DEFAULT_DENSITY, DEFAULT_TOP_P
from web.catalogue.services.parents import POINTER, Parent, find_parent, known_parent
from web.catalogue.services.primers import file_primed, motif_primed
from web.catalogue.services.progression import default_bars
from web.catalogue.services.request import JobRequest
from web.catalogue.services.resolved import Resolved
from web.catalogue.services.wishes import Wishes

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
    refuse_what_is_not_offered(request, arrangement.offered, f"{arrangement.style} {arrangement.type}")
    return tuple(_variations(request, parent, arrangement))


def _variations(request: JobRequest, parent: Parent | None, arrangement: Arrangement) -> Iterator[Resolved]:
    qpm = _or(request.qpm, arrangement.qpm)
    parent_id, parts = _parent_id(request), _parts(request, parent, arrangement, qpm)
    wishes = _wishes(request, arrangement)
    for seed in _seeds(request):
        yield Resolved(
            style=arrangement.style,
            type=arrangement.type,
            length_seconds=_or(request.length_seconds, arrangement.length_seconds),
            wishes=wishes,
            seed=seed,
            qpm=qpm,
            parent=parent_id,
            parts=parts,
        )


def _wishes(request: JobRequest, arrangement: Arrangement) -> Wishes:
    offered, scale = arrangement.offered, (request.scale or DEFAULT_SCALE) if request.key else None
    return Wishes(
        temperature=_or(request.temperature, arrangement.temperature),
        top_p=_or(request.top_p, DEFAULT_TOP_P) if offered.top_p else None,
        start_pitch=request.start_pitch,
        key=request.key,
        scale=scale,
        density=_or(request.density, DEFAULT_DENSITY) if offered.density else None,
        chords=(request.chords or default_bars(request.key, scale)) if offered.chords else None,
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
        return file_primed(arrangement, qpm, parent.midi, POINTER)
    if request.primer_midi is not None:
        return file_primed(arrangement, qpm, request.primer_midi, "#/primer_midi")
    if request.primer_notes is not None:
        return motif_primed(arrangement, qpm, request.primer_notes)
    return arrangement.parts


def _seeds(request: JobRequest) -> list[int]:
    """One after the other from the seed that is asked for, else each drawn by itself."""
    count = request.variations or 1
    if request.seed is None:
        return [secrets.randbelow(SEED.maximum + 1) for _ in range(count)]
    return [(request.seed + place) % (SEED.maximum + 1) for place in range(count)]


def _or(asked: float | None, default: float) -> float:
    return float(default if asked is None else asked)
