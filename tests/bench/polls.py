"""How many polls of jobs under way one web process answers, beside a view that always answers the same."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.bench.figures import report
from tests.bench.house import house
from tests.client import Client
from worker.contract.events import Progressed, StatusChanged
from worker.contract.journal import JournalWriter
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from redis import Redis

JOBS: Final = 100
ROUNDS: Final = 3
SECONDS: Final = 4
CONNECTIONS: Final = 16
# Each running job tells of its progress so often.
NEWS_PER_SECOND: Final = 2


def polls(folder: Path) -> None:
    """Reports full answers and 304s, each as a share of the constant view's answers in the same rounds."""
    with house(folder, web="tests.bench.constant") as (service, redis):
        client = Client(service.url)
        jobs = [client.create(style="piano")["id"] for _ in range(JOBS)]
        paths = [f"/api/v1/jobs/{job_id}" for job_id in jobs]
        for job_id in jobs:
            JournalWriter(redis, job_id, 1).write(StatusChanged(JobStatus.RUNNING))
        with Telling(redis, jobs):
            full = [
                (_rate(service.url, "plain", paths), _rate(service.url, "plain", ["/constant"])) for _ in range(ROUNDS)
            ]
        unchanged = [
            (_rate(service.url, "etags", paths, "304"), _rate(service.url, "plain", ["/constant"]))
            for _ in range(ROUNDS)
        ]
    _report("polls of running jobs, each with news twice a second", full, ">= 0.6")
    _report("polls answered 304", unchanged, ">= 0.8")


def _report(figure: str, rates: list[tuple[float, float]], target: str) -> None:
    ratio = statistics.median(mine / constant for mine, constant in rates)
    mine, constant = (statistics.median(column) for column in zip(*rates, strict=True))
    report(
        f"{figure}, against a constant view", ratio, "times", target, per_second=round(mine), constant=round(constant)
    )


def _rate(url: str, etags: str, paths: list[str], status: str = "200") -> float:
    """Answers of that status a second; none of another may come, but the first of each that sends its ETag."""
    command = [sys.executable, "-m", "tests.bench.load", url, str(CONNECTIONS), str(SECONDS), etags, *paths]
    rates: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    others = sum(rate for other, rate in rates.items() if other != status) * SECONDS
    if others > (len(paths) + CONNECTIONS if etags == "etags" else 0):
        raise RuntimeError(f"answers that should not have come: {rates}")
    return rates[status]


class Telling:
    """Progress of all jobs, from a thread, for as long as the block lasts."""

    def __init__(self, redis: Redis, jobs: list[str]) -> None:
        self._writers = [JournalWriter(redis, job_id, 1) for job_id in jobs]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._tell)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _tell(self) -> None:
        pause = 1 / NEWS_PER_SECOND / len(self._writers)
        for events in range(1, 1_000_000):
            for writer in self._writers:
                if self._stop.is_set():
                    return
                writer.write(Progressed(events, events / 10, min(1.0, events / 1000)))
                time.sleep(pause)
