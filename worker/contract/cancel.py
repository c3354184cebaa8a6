"""The wish that a job stop, left where whoever runs it looks."""

from __future__ import annotations

from typing import Final

from redis import Redis

from worker.contract.queues import cancel_key

TTL_SECONDS: Final = 24 * 3600


def request_cancel(redis: Redis, job_id: str) -> None:
    """Asks whoever runs the job, now or later, to stop."""
    redis.set(cancel_key(job_id), "1", ex=TTL_SECONDS)


def is_cancel_requested(redis: Redis, job_id: str) -> bool:
    return bool(redis.exists(cancel_key(job_id)))
