"""Ends what its deadline has passed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from web.config.redis import redis_client
from web.jobs.models import Job
from web.jobs.services.submit import TIME_LIMIT
from web.jobs.services.transition import move
from worker.contract.errors import ErrorCode, JobError
from worker.contract.events import StatusChanged
from worker.contract.journal import Superseded, announce, write_last_word, write_only_word
from worker.contract.lease import held
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from datetime import datetime

# A worker ends a job that takes too long by itself; only where none lives any more has web to do it.
GRACE: Final = timedelta(minutes=1)
BATCH: Final = 200
TIMEOUT: Final = JobError(ErrorCode.TIMEOUT, "The piece was not finished in time; ask for it again.")


def end_overdue(now: datetime) -> int:
    """Ends jobs that did not begin in time as `expired`, and those that did not end as `failed`; returns how many."""
    return _expire_queued(now) + _fail_running(now)


def _expire_queued(now: datetime) -> int:
    change = StatusChanged(JobStatus.EXPIRED)
    overdue = list(Job.objects.filter(status=JobStatus.QUEUED, deadline_at__lt=now)[:BATCH])
    return sum(_end(job, change, now) for job in overdue)


def _end(job: Job, change: StatusChanged, now: datetime) -> bool:
    try:
        write_only_word(redis_client(), str(job.pk), change)
    except Superseded:  # a worker has just begun it, and the changes will tell
        return False
    return _move(job, change, now)


def _fail_running(now: datetime) -> int:
    change = StatusChanged(JobStatus.FAILED, TIMEOUT)
    too_late = now - TIME_LIMIT - GRACE
    jobs = Job.objects.filter(status=JobStatus.RUNNING, deadline_at__lt=too_late)[:BATCH]
    overdue = {str(job.pk): job for job in jobs}
    abandoned = overdue.keys() - held(redis_client(), overdue)
    for job_id in abandoned:
        write_last_word(redis_client(), job_id, change)
        _move(overdue[job_id], change, now)
    return len(abandoned)


def _move(job: Job, change: StatusChanged, now: datetime) -> bool:
    has_moved = move(Job.objects.all(), job.pk, change, now)
    announce(redis_client(), [str(job.pk)])
    return has_moved
