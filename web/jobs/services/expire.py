"""Ends what its deadline has passed."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils import timezone

from web.jobs.models import Job
from web.jobs.services.transition import move
from worker.contract.errors import ErrorCode, JobError
from worker.contract.status import JobStatus

# A worker ends a job at its deadline by itself; only where none lives any more has web to do it.
GRACE: Final = timedelta(minutes=1)
TIMEOUT: Final = JobError(ErrorCode.TIMEOUT, "The piece was not finished in time; ask for it again.")


def end_overdue() -> int:
    """Ends jobs that did not begin in time as `expired`, and those that did not end as `failed`; returns how many."""
    now = timezone.now()
    not_begun = Job.objects.filter(status=JobStatus.QUEUED, deadline_at__lt=now)
    not_ended = Job.objects.filter(status=JobStatus.RUNNING, deadline_at__lt=now - GRACE)
    return move(not_begun, JobStatus.EXPIRED, now) + move(not_ended, JobStatus.FAILED, now, TIMEOUT)
