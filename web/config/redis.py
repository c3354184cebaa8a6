"""Web's connection to Redis."""

from __future__ import annotations

from functools import cache
from typing import Final

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

# Somebody waits for an answer: better to say within two seconds that Redis is away than to try on.
CONNECT_TIMEOUT_SECONDS: Final = 1.0
SOCKET_TIMEOUT_SECONDS: Final = 2.0


def redis_client() -> Redis:
    """A client of `REDIS_URL` that pools its connections and never tries a command twice."""
    return _client(settings.REDIS_URL)


def broker_client() -> Redis:
    """The same of the server that has the queues."""
    return _client(broker_url())


def broker_url() -> str:
    """Of the same server as all else, where no other is named."""
    return settings.BROKER_URL or settings.REDIS_URL


@cache
def _client(url: str) -> Redis:
    return Redis.from_url(
        url,
        decode_responses=True,
        socket_connect_timeout=CONNECT_TIMEOUT_SECONDS,
        socket_timeout=SOCKET_TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
