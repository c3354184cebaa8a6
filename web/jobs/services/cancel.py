"""Stops a job on its caller's wish."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from web.config.redis import redis_client
from web.jobs.models import Job
from web.jobs.services.transition import move
from worker.contract.cancel import request_cancel
from worker.contract.events import StatusChanged
from worker.contract.journal import Superseded, announce, write_only_word
from worker.contract.status import JobStatus

CANCELED = StatusChanged(JobStatus.CANCELED)


def cancel(job: Job) -> None:
    """Asks for the end of a job; one that nobody has begun ends here, one under way as soon as its worker looks.

    Raises:
        RedisError: Nothing was asked for.
    """
    if job.is_final:
        return
    redis, job_id, now = redis_client(), str(job.pk), timezone.now()
    request_cancel(redis, job_id)
    unasked = Job.objects.filter(pk=job.pk, cancel_requested_at=None)
    unasked.update(cancel_requested_at=now, version=F("version") + 1)
    try:
        if job.status == JobStatus.QUEUED:
            write_only_word(redis, job_id, CANCELED)
            move(Job.objects.all(), job.pk, CANCELED, now)
    except Superseded:  # a worker has just begun it, and will look
        pass
    announce(redis, [job_id])
    job.refresh_from_db()
