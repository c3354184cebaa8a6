"""Which messages the broker holds: the only place that knows how Celery's Redis transport keeps them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from redis import Redis

# Kombu's hash of messages that a worker holds: delivery tag to [message, exchange, routing key].
UNACKED_KEY: Final = "unacked"


def waiting_ids(redis: Redis, queue: str) -> set[str]:
    """Ids of the messages that wait in a queue."""
    messages: list[dict[str, Any]] = [json.loads(message) for message in redis.lrange(queue, 0, -1)]
    return {message["headers"]["id"] for message in messages}


def held_ids(redis: Redis) -> set[str]:
    """Ids of the messages that workers hold, or held when they died."""
    held: list[dict[str, Any]] = [json.loads(entry)[0] for entry in redis.hvals(UNACKED_KEY)]
    return {message["headers"]["id"] for message in held}
