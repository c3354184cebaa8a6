"""`python -m deploy.health web|ingest|generate|render`: whether the container's process does its work, for a probe."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final
from urllib.request import Request, urlopen

from redis import Redis
from redis.exceptions import RedisError

from worker.contract.lanes import generation_queues
from worker.contract.liveness import workers_seen
from worker.contract.queues import CHANGES_STREAM, GENERATE_QUEUE, INGEST_GROUP, RENDER_QUEUE

TIMEOUT_SECONDS: Final = 4
MAX_IDLE_MILLISECONDS: Final = 30_000
# As the container's command names them.
GENERATE_QUEUES: Final = os.environ.get("GENERATE_QUEUES", ",".join(generation_queues())).split(",")


def web_answers() -> bool:
    """Asks under a name that web answers to; a status other than 2xx raises.

    Not whether it is ready: a web without workers is not to be started again, but to wait for them.
    """
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    request = Request("http://127.0.0.1:8000/healthz", headers={"Host": host})
    with urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310
        return True


def ingest_reads() -> bool:
    """Some ingest asked for changes a moment ago."""
    with _redis() as redis:
        consumers = redis.xinfo_consumers(CHANGES_STREAM, INGEST_GROUP)
        return any(consumer["idle"] < MAX_IDLE_MILLISECONDS for consumer in consumers)


def worker_beats(kind: str, queues: Iterable[str]) -> bool:
    """A container's worker said lately that its engine goes; while Redis is away nobody is started again."""
    name = f"{kind}@{socket.gethostname()}"
    try:
        with _redis() as redis:
            return any(worker.name == name for queue in queues for worker in workers_seen(redis, queue))
    except RedisError:
        return True


def _redis() -> Redis:
    return Redis.from_url(os.environ["REDIS_URL"], decode_responses=True, socket_timeout=TIMEOUT_SECONDS)


CHECKS: Final[dict[str, Callable[[], bool]]] = {
    "web": web_answers,
    "ingest": ingest_reads,
    GENERATE_QUEUE: partial(worker_beats, GENERATE_QUEUE, GENERATE_QUEUES),
    RENDER_QUEUE: partial(worker_beats, RENDER_QUEUE, [RENDER_QUEUE]),
}

if __name__ == "__main__":
    sys.exit(0 if CHECKS[sys.argv[1]]() else 1)
