"""What ingest looks after now and then, besides the stream."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from web.jobs.services.expire import end_overdue
from web.jobs.services.prune import prune_expired
from web.jobs.services.resend import resend_lost

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(slots=True)
class Sweep:
    """A function that is due every `interval_seconds`, the first time at once."""

    run: Callable[[], int]
    interval_seconds: float
    due_at: float = 0.0

    def run_if_due(self, now: float) -> None:
        if now >= self.due_at:
            self.due_at = now + self.interval_seconds
            self.run()


def _sweeps() -> list[Sweep]:
    return [Sweep(end_overdue, 10), Sweep(resend_lost, 10), Sweep(prune_expired, 180)]


@dataclass(slots=True)
class Sweeps:
    """All sweeps of one ingest process, by its monotonic clock."""

    sweeps: list[Sweep] = field(default_factory=_sweeps)

    def run_due(self) -> None:
        for sweep in self.sweeps:
            sweep.run_if_due(time.monotonic())
