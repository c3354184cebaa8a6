"""Where a job under way stands: how far it has come, or how many are before it, and when it may be there."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from redis.exceptions import RedisError

from web.config.recent import Recent
from web.config.redis import redis_client
from web.jobs.models import Job
from web.jobs.remaining import remaining_seconds
from web.jobs.services.estimate import eta_seconds
from web.jobs.services.lanes import all_generation_queues
from worker.contract.events import Progressed
from worker.contract.journal import latest_progress
from worker.contract.lanes import ahead_of
from worker.contract.liveness import live_slots
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from web.jobs.models import Job as JobRow

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Standing:
    """Null throughout for a job that has ended.

    Attributes:
        position: Its place among those that wait, from 1.
        eta_seconds: From the last news of it to its end.
    """

    progress: Progressed | None = None
    position: int | None = None
    eta_seconds: int | None = None


def standing_of(job: JobRow) -> Standing:
    """While Redis is away, what the database knows."""
    if job.is_final:
        return Standing()
    try:
        return _queued(job) if job.status == JobStatus.QUEUED else _running(job)
    except RedisError as error:
        logger.warning("cannot tell where job %s stands: %s", job.id, error)
        return Standing()


def _queued(job: JobRow) -> Standing:
    first = Q(queue__in=ahead_of(job.queue)) | Q(queue=job.queue, created_at__lt=job.created_at)
    before = Q(status=JobStatus.QUEUED) & first
    running = Q(status=JobStatus.RUNNING)
    counts = Job.objects.filter(before | running).aggregate(before=Count("pk", before), running=Count("pk", running))
    return waiting(**counts)


def waiting(before: int, running: int) -> Standing:
    """Where a job stands that has so many before it, while so many others run.

    Raises:
        RedisError: Nobody can tell how many can run.
    """
    eta = eta_seconds(running + before + 1, _slots())
    return Standing(position=before + 1, eta_seconds=None if eta is None else round(eta))


def _running(job: JobRow) -> Standing:
    event = latest_progress(redis_client(), str(job.id))
    if event is None or event.attempt < job.attempt or not isinstance(event.payload, Progressed):
        return Standing()
    began = job.started_at or job.created_at
    eta = remaining_seconds(began, event.at_unix_seconds, event.payload.fraction)
    return Standing(event.payload, eta_seconds=eta)


_slots = Recent(lambda: live_slots(redis_client(), *all_generation_queues()), 1.0)
