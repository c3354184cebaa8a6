"""Two generation workers on a core each against one on one core, with jobs that wait in Redis already."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Final

from tests.bench.figures import report
from tests.bench.pinned import pinned_workers
from tests.bench.service.messages import piano_specs
from tests.bench.service.whole import piano_alone

SLOTS: Final = 64
# As many for each worker, so that both have as much at the end in which fewer and fewer are under way.
PIECES: Final = 3 * SLOTS
LENGTH_SECONDS: Final = 30.0
WARM_UP_SECONDS: Final = 10.0


def measure(folder: Path) -> None:
    """Reports the pieces a second of two over those of one, which is measured before and after."""
    before, both, after = (_pieces_per_second(folder / str(turn), count) for turn, count in enumerate((1, 2, 1)))
    one = statistics.mean((before, after))
    told = {"one": round(one, 3), "two": round(both, 3), "length_seconds": LENGTH_SECONDS}
    report("two generation workers on a core each, times one on one core", both / one, "times", ">= 1.9", **told)


def _pieces_per_second(folder: Path, count: int) -> float:
    with pinned_workers(folder, count, piano_alone(folder / "models")) as workers:
        workers.run(piano_specs(count * SLOTS, WARM_UP_SECONDS))
        done = workers.run(piano_specs(count * PIECES, LENGTH_SECONDS))
    began, ended = min(job.begun_at for job in done), max(job.ended_at for job in done)
    return len(done) / (ended - began)
