"""The last hour of jobs, as far as a few thousand of them tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Count

from web.jobs.models import Job
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MINUTES: Final = 60
HOUR: Final = timedelta(minutes=MINUTES)
# However many jobs there were: the newest say enough.
MAX_JOBS: Final = 5000
ENDED_ILL: Final = (JobStatus.FAILED, JobStatus.EXPIRED)


class Run(NamedTuple):
    """One job's times and status."""

    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    status: str

    @property
    def wait_seconds(self) -> float | None:
        """From the request to the beginning; a worker's clock may be behind."""
        return None if self.started_at is None else max(0.0, (self.started_at - self.created_at).total_seconds())


@dataclass(frozen=True, slots=True)
class Hour:
    """The jobs asked for in the hour before `now`, the newest `MAX_JOBS` of them."""

    now: datetime
    runs: list[Run]

    @classmethod
    def before(cls, now: datetime) -> Hour:
        jobs = Job.objects.filter(created_at__gt=now - HOUR).order_by("-created_at", "-id")
        rows = jobs.values_list("created_at", "started_at", "finished_at", "status")[:MAX_JOBS]
        return cls(now, [Run(*row) for row in rows])

    def waits(self) -> list[float]:
        """Seconds, in no order."""
        return [run.wait_seconds for run in self.runs if run.wait_seconds is not None]

    def ended(self, *statuses: JobStatus) -> list[float]:
        """How many jobs ended so in each minute, the oldest first."""
        ends = ((run.finished_at, 1.0) for run in self.runs if run.status in statuses and run.finished_at)
        return self._each_minute(ends, sum)

    def longest_waits(self) -> list[float]:
        """Of the jobs asked for in each minute, in seconds, the oldest minute first."""
        waits = ((run.created_at, run.wait_seconds or 0.0) for run in self.runs)
        return self._each_minute(waits, max)

    def _each_minute(
        self, values: Iterable[tuple[datetime, float]], join: Callable[[list[float]], float]
    ) -> list[float]:
        minutes: list[list[float]] = [[] for _ in range(MINUTES)]
        for at, value in values:
            ago = max(0, int((self.now - at).total_seconds() // 60))
            if ago < MINUTES:
                minutes[MINUTES - 1 - ago].append(value)
        return [join(found) if found else 0.0 for found in minutes]


def errors_since(moment: datetime) -> list[tuple[str, int]]:
    """Why jobs asked for since then ended ill, by code, and how many did; the most frequent first."""
    ill = Job.objects.filter(status__in=ENDED_ILL, created_at__gt=moment)
    counts = ill.order_by().values_list("status", "error__code").annotate(count=Count("pk")).order_by("-count")
    return [(code or status, count) for status, code, count in counts]
