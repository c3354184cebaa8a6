"""What ingest looks after now and then, besides the stream."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from web.jobs.services.clock import SteadyClock
from web.jobs.services.expire import end_overdue
from web.jobs.services.idempotency import forget_old_keys
from web.jobs.services.leave_audio import leave_audio
from web.jobs.services.prune import prune_expired
from web.jobs.services.resend import Outbox
from web.uploads.services.report import collect_reports

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


@dataclass(slots=True)
class Sweep:
    """A function of the time that is due every `interval_seconds`, the first time at once."""

    run: Callable[[datetime], int]
    interval_seconds: float
    due_at: float = 0.0

    def run_if_due(self, monotonic_seconds: float, clock: SteadyClock) -> None:
        if monotonic_seconds >= self.due_at:
            self.due_at = monotonic_seconds + self.interval_seconds
            self.run(clock.now())


def _sweeps() -> list[Sweep]:
    return [
        Sweep(end_overdue, 10),
        Sweep(Outbox().resend_lost, 5),
        Sweep(leave_audio, 5),
        Sweep(collect_reports, 2),
        Sweep(prune_expired, 180),
        Sweep(forget_old_keys, 600),
    ]


@dataclass(slots=True)
class Sweeps:
    """All sweeps of one ingest process, by its own clocks."""

    sweeps: list[Sweep] = field(default_factory=_sweeps)
    clock: SteadyClock = field(default_factory=SteadyClock)

    def run_due(self) -> None:
        for sweep in self.sweeps:
            sweep.run_if_due(time.monotonic(), self.clock)
