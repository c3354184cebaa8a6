"""Makes a piece once more, as it was resolved the first time."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils import timezone

from web.jobs.models import Job
from web.jobs.services.send import QueueUnavailableError, send
from web.jobs.services.submit import times
from worker.contract.job_spec import JobSpec
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from typing import Any


def retry(job: Job) -> Job:
    """A new job of the same seed and versions, for the same client.

    Raises:
        UnknownMessageVersion: The job was resolved for workers of another time.
        QueueUnavailableError: Redis is away; no row is left behind.
    """
    again = Job.objects.create(**_row(job, uuid.uuid4()))
    try:
        send(again)
    except QueueUnavailableError:
        again.delete()
        raise
    return again


def _row(job: Job, job_id: uuid.UUID) -> dict[str, Any]:
    spec = replace(JobSpec.from_json(job.spec), job_id=str(job_id))
    return {
        "id": job_id,
        "status": JobStatus.QUEUED,
        "request": job.request,
        "resolved": job.resolved,
        "spec": spec.to_json(),
        "queue": job.queue,
        "client": job.client,
        "client_network": job.client_network,
        "parent_id": job.parent_id,
        **times(timezone.now()),
    }
