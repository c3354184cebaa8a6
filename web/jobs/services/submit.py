"""Accepts a request: rows and messages, or neither."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from web.jobs.models import Job
from web.jobs.services.lanes import queue_for
from web.jobs.services.send import QueueUnavailableError, send
from web.jobs.signals import jobs_made
from web.operate.rules import queue_limit
from web.webhooks.services.register import register
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from web.catalogue.services.request import JobRequest
    from web.catalogue.services.resolved import Resolved
    from web.jobs.services.idempotency import RequestKey
    from web.jobs.services.load import Asker, Load

# How long a job may wait for a worker, and how long a worker may take.
PATIENCE: Final = timedelta(minutes=15)
TIME_LIMIT: Final = timedelta(minutes=15)
UNDER_WAY: Final = (JobStatus.QUEUED, JobStatus.RUNNING)


# Not frozen: whatever an exception passes through may set its traceback.
@dataclass(eq=False)
class QueueFullError(Exception):
    """As many jobs are queued or running as the operator allows."""

    limit: int


def submit(
    request: JobRequest, variations: Sequence[Resolved], asker: Asker, load: Load, key: RequestKey | None = None
) -> list[Job]:
    """Makes a job of each variation and hands them to the workers.

    Args:
        request: What was asked.
        variations: What is to be done.
        asker: Who asks.
        load: What is under way.
        key: The asker's own name for the request.

    Raises:
        QueueFullError: Too many jobs are under way.
        QueueUnavailableError: Redis is away; no row is left behind.
        IntegrityError: The same key came twice at once, and the other was first.
    """
    _check_limit(load, len(variations))
    with transaction.atomic(durable=True):
        jobs = Job.objects.bulk_create(_rows(request, variations, asker))
        _note(request, jobs, key)
        jobs_made.send(sender=submit, jobs=jobs)
    try:
        for job in jobs:
            send(job)
    except QueueUnavailableError:
        Job.objects.filter(pk__in=[job.pk for job in jobs]).delete()
        raise
    return jobs


def _check_limit(load: Load, adding: int) -> None:
    limit = queue_limit()
    if load.queued + load.running + adding > limit:
        raise QueueFullError(limit)


def _note(request: JobRequest, jobs: Sequence[Job], key: RequestKey | None) -> None:
    if key is not None:
        key.remember(jobs[0])
    if request.webhook_url is not None:
        for job in jobs:
            register(job, request.webhook_url, request.webhook_events)


def _rows(request: JobRequest, variations: Sequence[Resolved], asker: Asker) -> list[Job]:
    now, ids = timezone.now(), [uuid.uuid4() for _ in variations]
    shared: dict[str, Any] = {
        "status": JobStatus.QUEUED,
        "request": request.as_sent,
        "client": asker.client,
        "client_network": asker.network,
        "variations": [str(job_id) for job_id in ids] if len(ids) > 1 else None,
        **times(now),
    }
    queues = [queue_for(request, resolved, len(ids)) for resolved in variations]
    rows = zip(ids, variations, queues, strict=True)
    return [_row(job_id, resolved, {**shared, "queue": queue}) for job_id, resolved, queue in rows]


def _row(job_id: uuid.UUID, resolved: Resolved, shared: dict[str, Any]) -> Job:
    spec = resolved.spec(str(job_id), TIME_LIMIT.total_seconds())
    return Job(id=job_id, resolved=resolved.to_json(), spec=spec.to_json(), parent_id=resolved.parent, **shared)


def times(now: datetime) -> dict[str, datetime]:
    """When a job that is asked for `now` is made, must have begun, and is removed."""
    return {
        "created_at": now,
        "deadline_at": now + PATIENCE,
        "expires_at": now + timedelta(seconds=settings.RESULT_TTL_SECONDS),
    }
