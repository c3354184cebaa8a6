"""How far a job has come, from its journal."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from redis.exceptions import RedisError

from web.config.redis import redis_client
from worker.contract.events import Progressed
from worker.contract.journal import latest_progress

if TYPE_CHECKING:
    from web.jobs.models import Job

logger = logging.getLogger(__name__)


def progress_of(job: Job) -> Progressed | None:
    """The newest progress of a job under way; None before there is any, after its end, and while Redis is away."""
    if job.is_final:
        return None
    try:
        event = latest_progress(redis_client(), str(job.id))
    except RedisError as error:
        logger.warning("no progress of job %s: %s", job.id, error)
        return None
    if event is None or event.attempt < job.attempt or not isinstance(event.payload, Progressed):
        return None
    return event.payload
