"""The pieces of one request for several, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.jobs.models import Job
from web.jobs.services.standing import Standing
from web.pieces.shown import ShownPiece
from web.pieces.state import state_words

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Variation:
    """One of them.

    Attributes:
        place: From 1, in the order of the request.
        state: In a few words.
    """

    place: int
    piece: ShownPiece
    state: str


def variations_of(job: Job) -> list[Variation]:
    """All of the request, this one among them, but for those that are erased; none where there was one alone."""
    ids = job.variations or []
    found = {str(one.pk): one for one in Job.objects.prefetch_related("files").filter(pk__in=ids)} if ids else {}
    return list(_shown(ids, found))


def _shown(ids: list[str], found: dict[str, Job]) -> Iterator[Variation]:
    """Where each stands in the queue is told on its own page: here it would be a question per piece."""
    for place, job_id in enumerate(ids, 1):
        if one := found.get(job_id):
            yield Variation(place, ShownPiece.of(one), state_words(one, Standing())[0])
