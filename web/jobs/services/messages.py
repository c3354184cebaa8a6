"""Which jobs' messages the broker holds: the only place that knows how Celery's Redis transport keeps them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from worker.contract.queues import GENERATE_QUEUE

if TYPE_CHECKING:
    from redis import Redis

# Kombu's hash of messages that a worker holds: delivery tag to [message, exchange, routing key].
UNACKED_KEY: Final = "unacked"


def job_ids_in_broker(redis: Redis) -> set[str]:
    """Ids of jobs that wait in the queue or are held by a worker.

    The queue is read first: a message that moves on to a worker meanwhile is then seen twice rather than never.
    """
    waiting: list[dict[str, Any]] = [json.loads(message) for message in redis.lrange(GENERATE_QUEUE, 0, -1)]
    held: list[dict[str, Any]] = [json.loads(entry)[0] for entry in redis.hvals(UNACKED_KEY)]
    return {message["headers"]["id"] for message in waiting + held}
