"""From what was asked to what is done: every default filled in, every model down to its bytes."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from models_store.catalogue.limits import SEED
from models_store.catalogue.scales import DEFAULT_SCALE
from web.catalogue.services.arrangement import Arrangement, arranged, arrangement_of, catalogued
from web.catalogue.services.contradictions import refuse_contradictions
from web.catalogue.services.offered import refuse_what_is_not_offered
from web.catalogue.services.options import DEFAULT_DENSITY, DEFAULT_TOP_P
from web.catalogue.services.outline import Asked, refuse_other_bars
from web.catalogue.services.parents import POINTER, Parent, find_parent, known_parent
from web.catalogue.services.primers import drawn_groove, file_primed, played_primed
from web.catalogue.services.progression import default_bars
from web.catalogue.services.ranges import refuse_what_is_out_of_range
from web.catalogue.services.request import JobRequest
from web.catalogue.services.resolved import Resolved
from web.catalogue.services.wishes import Wishes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from web.catalogue.models import Type
    from web.catalogue.services.resolved import ResolvedPart
    from worker.contract.plan import Plan


def resolve(request: JobRequest, listener: str) -> tuple[Resolved, ...]:
    """Resolves against the catalogue, the store and the jobs as they are now; one for each variation.

    Args:
        request: What was asked.
        listener: Who hears it, by whom it is chosen which version plays, where two are compared.

    Raises:
        RequestRefusedError: There is no such style, type, model or parent, the file cannot be a primer, or what is
            asked for does not go together.
        OSError: The parent's piece cannot be read just now.
    """
    refuse_contradictions(request)
    parent = find_parent(request.parent) if request.parent and not request.parts else None
    arrangement = _arrangement(request, parent, listener)
    refuse_what_is_not_offered(request, arrangement.offered, f"{arrangement.style} {arrangement.type}")
    refuse_what_is_out_of_range(request, arrangement.ranges)
    return tuple(_variations(request, parent, arrangement))


def resolve_type(type_: Type) -> Resolved:
    """A piece of a playable type, published or not, that is all by default and plays what plays without a trial.

    Raises:
        RequestRefusedError: It has just stopped to be playable.
    """
    return next(_variations(JobRequest(), None, arrangement_of(type_, None)))


def _variations(request: JobRequest, parent: Parent | None, arrangement: Arrangement) -> Iterator[Resolved]:
    asked = _asked(request, arrangement)
    refuse_other_bars(request.plan, asked)
    parent_id, known = _parent_id(request), _parts(request, parent, arrangement, asked.qpm)
    for seed in _seeds(request):
        plan, chords = _laid_out(request, arrangement, asked, seed)
        groove = request.groove or (None if known else drawn_groove(arrangement.offered.grooves, seed))
        yield Resolved(
            style=arrangement.style,
            type=arrangement.type,
            length_seconds=asked.length_seconds,
            wishes=_wishes(request, arrangement, asked, chords, groove),
            seed=seed,
            qpm=asked.qpm,
            parent=parent_id,
            parts=known or played_primed(arrangement, asked.qpm, request.primer_notes or (), groove),
            plan=plan,
        )


def _asked(request: JobRequest, arrangement: Arrangement) -> Asked:
    return Asked(
        length_seconds=_or(request.length_seconds, arrangement.length_seconds),
        qpm=_or(request.qpm, arrangement.qpm),
        key=request.key,
        scale=(request.scale or DEFAULT_SCALE) if request.key else None,
        chords=request.chords,
    )


def _laid_out(
    request: JobRequest, arrangement: Arrangement, asked: Asked, seed: int
) -> tuple[Plan | None, tuple[str, ...]]:
    if arrangement.outline is None:
        return request.plan, asked.chords or default_bars(asked.key, asked.scale)
    return arrangement.outline.laid_out(asked, seed)


def _wishes(
    request: JobRequest, arrangement: Arrangement, asked: Asked, chords: tuple[str, ...], groove: str | None
) -> Wishes:
    offered = arrangement.offered
    return Wishes(
        temperature=_or(request.temperature, arrangement.temperature),
        top_p=_or(request.top_p, DEFAULT_TOP_P) if offered.top_p else None,
        start_pitch=request.start_pitch,
        key=asked.key,
        scale=asked.scale,
        density=_or(request.density, DEFAULT_DENSITY) if offered.density else None,
        chords=chords if offered.chords else None,
        groove=groove,
    )


def _parent_id(request: JobRequest) -> str | None:
    """Beside parts, which hold what was heard of it, the parent need not be there any more."""
    return known_parent(request.parent) if request.parent and request.parts else request.parent


def _arrangement(request: JobRequest, parent: Parent | None, listener: str) -> Arrangement:
    """The parent's where neither style nor type is asked for; of another style, the first type."""
    if request.parts:
        return arranged(request.style or "", request.type or "", request.parts)
    if parent is None or request.style is not None:
        return catalogued(request.style or "", request.type, listener)
    return catalogued(parent.style, request.type or parent.type, listener)


def _parts(
    request: JobRequest, parent: Parent | None, arrangement: Arrangement, qpm: float
) -> tuple[ResolvedPart, ...] | None:
    """Those that are the same for every seed: the request's own, or what goes on from a file."""
    if parent is not None:
        return file_primed(arrangement, qpm, parent.midi, POINTER)
    if request.primer_midi is not None:
        return file_primed(arrangement, qpm, request.primer_midi, "#/primer_midi")
    return arrangement.parts if request.parts else None


def _seeds(request: JobRequest) -> list[int]:
    """One after the other from the seed that is asked for, else each drawn by itself."""
    count = request.variations or 1
    if request.seed is None:
        return [secrets.randbelow(SEED.maximum + 1) for _ in range(count)]
    return [(request.seed + place) % (SEED.maximum + 1) for place in range(count)]


def _or(asked: float | None, default: float) -> float:
    return float(default if asked is None else asked)
