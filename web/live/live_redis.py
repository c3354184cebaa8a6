"""The live layer's connections to Redis."""

from __future__ import annotations

from typing import Final

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from web.config.redis import CONNECT_TIMEOUT_SECONDS, SOCKET_TIMEOUT_SECONDS

# One of them listens, the others read.
CONNECTIONS: Final = 17
# For one of them to become free. When all clients connect again at once they come in turn, which is no outage.
TURN_SECONDS: Final = 15.0


def live_redis(url: str, *, decodes: bool = True) -> Redis:
    """A client for one event loop, that gives text where it `decodes`, else bytes; it never tries a command twice."""
    pool = BlockingConnectionPool.from_url(
        url,
        max_connections=CONNECTIONS,
        timeout=TURN_SECONDS,
        decode_responses=decodes,
        protocol=2,
        socket_connect_timeout=CONNECT_TIMEOUT_SECONDS,
        socket_timeout=SOCKET_TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    return Redis.from_pool(pool)
