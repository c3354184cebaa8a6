"""Accepts a request: a row and a message, or neither."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from redis.exceptions import RedisError

from web.catalogue.services.resolve import JobRequest, Resolved, resolve
from web.config.redis import redis_client
from web.jobs.models import Job
from web.jobs.services.send import QueueUnavailableError, send
from worker.contract.status import JobStatus

DEADLINE: Final = timedelta(minutes=15)
UNDER_WAY: Final = (JobStatus.QUEUED, JobStatus.RUNNING)


@dataclass(frozen=True, slots=True)
class QueueFullError(Exception):
    """As many jobs are queued or running as the operator allows."""

    limit: int


def submit(request: JobRequest) -> Job:
    """Makes the job and hands it to the workers.

    Raises:
        RequestRefusedError: The catalogue has no such thing.
        QueueFullError: Too many jobs are under way.
        QueueUnavailableError: Redis is away; no row is left behind.
    """
    resolved = resolve(request)
    _check_limit()
    _check_queue()
    with transaction.atomic(durable=True):
        job = _create(request, resolved)
    try:
        send(job)
    except QueueUnavailableError:
        job.delete()
        raise
    return job


def _check_limit() -> None:
    limit = settings.QUEUE_LIMIT
    if Job.objects.filter(status__in=UNDER_WAY).count() >= limit:
        raise QueueFullError(limit)


def _check_queue() -> None:
    """Asks first, so that while Redis is away no row is even written."""
    try:
        redis_client().ping()
    except RedisError as error:
        raise QueueUnavailableError(str(error)) from error


def _create(request: JobRequest, resolved: Resolved) -> Job:
    job_id, now = uuid.uuid4(), timezone.now()
    deadline: datetime = now + DEADLINE
    return Job.objects.create(
        id=job_id,
        status=JobStatus.QUEUED,
        request=request.as_sent,
        resolved=resolved.to_json(),
        spec=resolved.spec(str(job_id), deadline.timestamp()).to_json(),
        created_at=now,
        sent_at=now,
        deadline_at=deadline,
        expires_at=now + timedelta(seconds=settings.RESULT_TTL_SECONDS),
    )
