"""One house for all tests of what waits; those who kill its Redis start it again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.client import Client
from tests.faults.redis import running_redis
from tests.integration.live.house import SETTINGS, House
from tests.service import running_service
from worker.contract.liveness import Heartbeat
from worker.contract.queues import GENERATE_QUEUE


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("live")
    with running_redis(folder) as server:
        heartbeat = Heartbeat(server.client, "nobody", [GENERATE_QUEUE], lambda: True)
        heartbeat.start()
        with running_service(folder, server.url, names=("ingest", "web"), settings=SETTINGS) as service:
            yield House(service, server, Client(service.url))
        heartbeat.stop()
