"""Whether somebody listens to a job's audio: it is then rendered while the piece is made, and before all others."""

from __future__ import annotations

from typing import Final

from redis import Redis

from worker.contract.queues import listener_key

# Who still waits by then says so again.
TTL_SECONDS: Final = 600


def note_listener(redis: Redis, job_id: str) -> None:
    redis.set(listener_key(job_id), 1, ex=TTL_SECONDS)


def has_listener(redis: Redis, job_id: str) -> bool:
    return bool(redis.exists(listener_key(job_id)))
