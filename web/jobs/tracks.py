"""Who plays in a piece."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from worker.contract.events import CHORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from web.jobs.models import Job

_CHORDS: Final = asdict(CHORDS)


def tracks_of(job: Job) -> list[dict[str, Any]]:
    """`role`, `program` and `is_drum` of each track in the piece's MIDI file but the first, which has the tempo."""
    return [track for part in job.resolved["parts"] for track in _tracks(part)]


def _tracks(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield {name: part[name] for name in _CHORDS}
    if part.get("render_chords"):
        yield _CHORDS
