"""How long a job will take, from how long the last ones took."""

from __future__ import annotations

from math import ceil
from typing import Final

from web.config.recent import Recent
from web.jobs.models import Job
from worker.contract.status import JobStatus

SAMPLE: Final = 50
KNOWN_SECONDS: Final = 5.0


def _mean_of_last_runs() -> float | None:
    ended = Job.objects.filter(status=JobStatus.SUCCEEDED, started_at__isnull=False)
    # In the order they were asked for, which has an index.
    times = ended.order_by("-created_at").values_list("started_at", "finished_at")[:SAMPLE]
    # A worker's clock may have been set back in between.
    runs = [max(0.0, (finished - started).total_seconds()) for started, finished in times if started and finished]
    return sum(runs) / len(runs) if runs else None


# The mean run time of the last 50 jobs that succeeded, in seconds; None before there is any.
mean_run_seconds: Final = Recent(_mean_of_last_runs, KNOWN_SECONDS)


def eta_seconds(position: int, slots: int) -> float | None:
    """Until the job at `position`, from 1 and counting those that run, has ended; None where nobody can tell.

    Args:
        position: Its place among all jobs under way.
        slots: How many jobs all workers run at once.
    """
    mean = mean_run_seconds()
    if mean is None or slots < 1:
        return None
    return ceil(position / slots) * mean
