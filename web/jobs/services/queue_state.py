"""The queue as anybody may see it: how full it is, who works on it, and how long it will take."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db.models import Count
from redis.exceptions import RedisError

from web.config.recent import Recent
from web.config.redis import redis_client
from web.jobs.models import Job
from web.jobs.services.estimate import eta_seconds, mean_run_seconds
from web.jobs.services.lanes import all_generation_queues
from web.operate.rules import queue_limit
from worker.contract.liveness import live_slots, live_workers
from worker.contract.status import JobStatus

logger = logging.getLogger(__name__)

KNOWN_SECONDS: Final = 1.0


class QueueState(StrEnum):
    """What becomes of a job that is asked for now: taken, refused, or taken and left to wait."""

    OPEN = "open"
    FULL = "full"
    NO_WORKERS = "no_workers"


@dataclass(frozen=True, slots=True)
class QueueNow:
    """A look at it.

    Attributes:
        workers: Those that compose; None while Redis is away.
        slots: How many jobs they run at once; None while Redis is away.
        mean_seconds: How long the last jobs ran.
        eta_seconds: Until a job asked for now would have ended.
    """

    queued: int
    running: int
    limit: int
    workers: int | None
    slots: int | None
    mean_seconds: float | None
    eta_seconds: float | None

    @property
    def state(self) -> QueueState:
        if self.queued + self.running >= self.limit:
            return QueueState.FULL
        return QueueState.OPEN if self.workers else QueueState.NO_WORKERS


def _look() -> QueueNow:
    under_way = Job.objects.filter(status__in=(JobStatus.QUEUED, JobStatus.RUNNING))
    counts = dict(under_way.order_by().values_list("status").annotate(Count("pk")))
    queued, running = counts.get(JobStatus.QUEUED, 0), counts.get(JobStatus.RUNNING, 0)
    workers, slots = _crew()
    eta = eta_seconds(queued + running + 1, slots or 0)
    return QueueNow(queued, running, queue_limit(), workers, slots, mean_run_seconds(), eta)


def _crew() -> tuple[int, int] | tuple[None, None]:
    try:
        redis, queues = redis_client(), all_generation_queues()
        return live_workers(redis, *queues), live_slots(redis, *queues)
    except RedisError as error:
        logger.warning("nobody can tell how many workers there are: %s", error)
        return None, None


# At most two queries of the database a second, however many ask.
queue_now: Final = Recent(_look, KNOWN_SECONDS)
