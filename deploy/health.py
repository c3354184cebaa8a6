"""`python -m deploy.health web|ingest`: whether the container's process does its work, for a healthcheck."""

from __future__ import annotations

import os
import sys
from typing import Final
from urllib.request import Request, urlopen

from redis import Redis

from worker.contract.queues import CHANGES_STREAM, INGEST_GROUP

TIMEOUT_SECONDS: Final = 4
MAX_IDLE_MILLISECONDS: Final = 30_000


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
    with Redis.from_url(os.environ["REDIS_URL"], decode_responses=True, socket_timeout=TIMEOUT_SECONDS) as redis:
        consumers = redis.xinfo_consumers(CHANGES_STREAM, INGEST_GROUP)
        return any(consumer["idle"] < MAX_IDLE_MILLISECONDS for consumer in consumers)


CHECKS: Final = {"web": web_answers, "ingest": ingest_reads}

if __name__ == "__main__":
    sys.exit(0 if CHECKS[sys.argv[1]]() else 1)
