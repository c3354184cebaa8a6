"""How often a job was begun, and how often a worker that ended gave it back unharmed."""

from __future__ import annotations

from typing import Final, cast

from redis import Redis

from worker.contract.queues import attempts_key, handed_back_key, inspections_key, renderings_key

TTL_SECONDS: Final = 24 * 3600


def begin_attempt(redis: Redis, job_id: str, after_attempt: int) -> int:
    """Counts one more run of the job and returns its number, from 1.

    Args:
        redis: Where they are counted.
        job_id: The job.
        after_attempt: Runs that the sender knows of: Redis may have lost its count, and a number must never come twice.
    """
    key = attempts_key(job_id)
    with redis.pipeline(transaction=True) as pipe:
        pipe.set(key, after_attempt, ex=TTL_SECONDS, nx=True)
        pipe.incr(key)
        pipe.expire(key, TTL_SECONDS)
        _, attempt, _ = pipe.execute()
    return int(attempt)


def count_hand_back(redis: Redis, job_id: str) -> None:
    """Notes that a run ended because its worker did, which is not the job's fault."""
    _count(redis, handed_back_key(job_id))


def lost_runs(redis: Redis, job_id: str, attempt: int) -> int:
    """How many runs before `attempt` ended without a word: their workers were lost."""
    return attempt - 1 - int(cast("str | None", redis.get(handed_back_key(job_id))) or 0)


def begin_rendering(redis: Redis, job_id: str, name: str) -> int:
    """Counts one more rendering of the job's audio as file `name` and returns its number, from 1."""
    return _count(redis, renderings_key(job_id, name))


def hand_back_rendering(redis: Redis, job_id: str, name: str) -> None:
    """One that ended because its worker did counts for nothing."""
    redis.decr(renderings_key(job_id, name))


def begin_inspection(redis: Redis, upload_id: str) -> int:
    """Counts one more inspection of an upload and returns its number, from 1."""
    return _count(redis, inspections_key(upload_id))


def hand_back_inspection(redis: Redis, upload_id: str) -> None:
    """One that ended because its worker did counts for nothing."""
    redis.decr(inspections_key(upload_id))


def _count(redis: Redis, key: str) -> int:
    with redis.pipeline(transaction=True) as pipe:
        pipe.incr(key)
        pipe.expire(key, TTL_SECONDS)
        number, _ = pipe.execute()
    return int(number)
