"""How many jobs a second go all the way, from the request to the row that says succeeded, when music costs nothing."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from redis import Redis

from tests.bench.figures import report
from tests.bench.house import house
from tests.service import Service
from worker.contract.liveness import live_workers
from worker.contract.queues import GENERATE_QUEUE

JOBS: Final = 2000
CONNECTIONS: Final = 8


def throughput(folder: Path) -> None:
    """Reports jobs a second over the whole of `JOBS`, from the first request to the last row."""
    with house(folder, worker="tests.bench.instant") as (service, redis):
        _start_worker(service, redis)
        began = time.monotonic()
        command = [sys.executable, "-m", "tests.bench.ask", service.url, str(CONNECTIONS), str(JOBS)]
        accepted: float = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        _wait_until_done(service, JOBS)
        took = time.monotonic() - began
    report(
        "jobs accepted, queued, done and in the database, music at no cost",
        JOBS / took,
        "jobs/s",
        ">= 100",
        accepted_per_second=round(accepted),
    )


def _start_worker(service: Service, redis: Redis) -> None:
    """One whose engine answers at once; there is a heart that beats already."""
    service.start("worker")
    while live_workers(redis, GENERATE_QUEUE) < 2:
        service.assert_all_run()
        time.sleep(0.1)


def _wait_until_done(service: Service, jobs: int) -> None:
    path = service.environment["DATABASE_URL"].removeprefix("sqlite:///")
    with contextlib.closing(sqlite3.connect(path)) as database:
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            (done,) = database.execute("SELECT COUNT(*) FROM jobs_job WHERE status = 'succeeded'").fetchone()
            if done == jobs:
                return
            time.sleep(0.05)
    raise RuntimeError(f"only {done} of {jobs} jobs were done in time")
