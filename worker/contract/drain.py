"""Whether a worker shall take jobs: the operator's word, which each worker looks for at every heartbeat."""

from __future__ import annotations

from typing import Final

from redis import Redis

from worker.contract.queues import drained_key

# A worker that lives prolongs it; of one that is gone for a day nobody speaks any more.
DRAINED_SECONDS: Final = 24 * 3600


def drain(redis: Redis, worker: str) -> None:
    """From its next heartbeat on the worker takes no new job; those it has it brings to their end."""
    redis.set(drained_key(worker), 1, ex=DRAINED_SECONDS)


def wake(redis: Redis, worker: str) -> None:
    """From its next heartbeat on the worker takes jobs again."""
    redis.delete(drained_key(worker))


def is_drained(redis: Redis, worker: str) -> bool:
    """Whether the worker shall take none; to ask keeps the word for another day."""
    return bool(redis.expire(drained_key(worker), DRAINED_SECONDS))
