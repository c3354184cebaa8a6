"""The whole service as it runs in production, of which every part can be killed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.client import Client
from tests.faults.control import Control
from tests.faults.history import History
from tests.faults.load import wait_until
from tests.faults.postgres import Postgres, running_postgres
from tests.faults.redis import MortalRedis, running_redis
from tests.service import START_SECONDS, Service, running_service
from worker.contract.queues import GENERATE_QUEUE, workers_key

TWO_WORKERS = ("worker", "worker-2", "render", "ingest", "web")
NO_LIMITS = {
    "CLIENT_JOBS_LIMIT": "10000",
    "CREATE_QUOTA": "100000/60",
    "QUEUE_LIMIT": "10000",
    "READ_QUOTA": "1000000/60",
}


@dataclass(frozen=True)
class House:
    """Web, ingest, workers, and what they stand on."""

    service: Service
    postgres: Postgres
    redis: MortalRedis
    faults: Control

    @property
    def client(self) -> Client:
        return Client(self.service.url)

    def history(self) -> History:
        return History(self.redis.client)

    def begin_worker(self, name: str) -> None:
        """Starts a generation worker and waits until it takes jobs."""
        before = self._last_beat(name)
        self.service.start(name)
        self.wait_for_worker(name, before)

    def wait_for_worker(self, name: str, since: float = 0.0) -> None:
        """Waits until the worker has been heard of after that second of Redis's clock."""

        def takes_jobs() -> bool:
            self.service.assert_all_run()
            return self._last_beat(name) > since

        wait_until(takes_jobs, START_SECONDS)

    def _last_beat(self, name: str) -> float:
        beats: Any = self.redis.client.zrange(workers_key(GENERATE_QUEUE), 0, -1, withscores=True)
        return max((float(at) for worker, at in beats if worker.startswith(f"{name}@")), default=0.0)


@contextlib.contextmanager
def running_house(
    folder: Path, names: tuple[str, ...] = TWO_WORKERS, settings: Mapping[str, str] | None = None
) -> Iterator[House]:
    """All of it on PostgreSQL and a Redis of its own; what still runs after the block is killed."""
    faults = Control(folder)
    with running_postgres(folder) as postgres, running_redis(folder) as redis:
        environment = {"DATABASE_URL": postgres.url, **NO_LIMITS, **faults.environment, **(settings or {})}
        with running_service(folder, redis.url, names=names, settings=environment) as service:
            house = House(service, postgres, redis, faults)
            try:
                for name in names:
                    if name.startswith("worker"):
                        house.wait_for_worker(name)
                yield house
            finally:
                for name in list(service.processes):
                    service.kill(name)
