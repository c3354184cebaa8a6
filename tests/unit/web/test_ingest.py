"""Ingest, on a real Redis: nothing is lost, and nothing is applied that should not be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from django.db import OperationalError
from redis import Redis

from tests.unit.web.builders import add_job
from web.jobs.models import Job
from web.jobs.services import apply
from web.jobs.services import ingest as ingestion
from web.jobs.services.ingest import CONSUMER, ingest, take
from worker.contract.changes import ChangesReader
from worker.contract.events import FileStored, Payload, StatusChanged
from worker.contract.journal import JournalWriter
from worker.contract.queues import CHANGES_STREAM, INGEST_GROUP
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from collections.abc import Callable

# Ingest closes its connections after an outage, and with them a transaction that a test would be wrapped in.
pytestmark = pytest.mark.django_db(transaction=True)

RUNNING = StatusChanged(JobStatus.RUNNING)
SUCCEEDED = StatusChanged(JobStatus.SUCCEEDED)
MIDI = FileStored("piece.mid", "audio/midi", 100, "a" * 64)
ROOT = Path(__file__).parents[3]


def report(redis: Redis, job: Job, *payloads: Payload, attempt: int = 1) -> None:
    writer = JournalWriter(redis, str(job.id), attempt)
    for payload in payloads:
        writer.write(payload)


def status_of(job: Job) -> str:
    return Job.objects.values_list("status", flat=True).get(pk=job.pk)


def unacknowledged(redis: Redis) -> int:
    return int(redis.xpending(CHANGES_STREAM, INGEST_GROUP)["pending"])


class StopsAfter(Event):
    """Set as soon as `done` is true; asked once a round, as ingest does."""

    def __init__(self, done: Callable[[], bool]) -> None:
        super().__init__()
        self._done = done
        self._deadline = time.monotonic() + 10

    def is_set(self) -> bool:
        assert time.monotonic() < self._deadline, "ingest did not get there"
        return self._done()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingestion, "FIRST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(ingestion, "LONGEST_PAUSE_SECONDS", 0.05)


def run_until(done: Callable[[], bool]) -> None:
    ingest(StopsAfter(done))


def test_what_workers_report_reaches_the_database_and_is_acknowledged(redis: Redis) -> None:
    job = add_job()
    report(redis, job, RUNNING, MIDI, SUCCEEDED)
    run_until(lambda: status_of(job) == "succeeded")
    assert [file.name for file in job.files.all()] == ["piece.mid"]
    assert unacknowledged(redis) == 0


def test_what_was_reported_before_ingest_first_ran_is_read(redis: Redis) -> None:
    jobs = [add_job() for _ in range(3)]
    for job in jobs:
        report(redis, job, RUNNING, SUCCEEDED)
    run_until(lambda: not Job.objects.exclude(status="succeeded").exists())


def test_after_the_database_was_away_everything_is_applied(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    job = add_job()
    report(redis, job, RUNNING, MIDI, SUCCEEDED)
    real, failures = apply.apply_event, iter([True, True, False, True])

    def unsteady(event: Any) -> None:
        if next(failures, False):
            raise OperationalError("the server closed the connection")
        real(event)

    monkeypatch.setattr(ingestion, "apply_event", unsteady)
    run_until(lambda: status_of(job) == "succeeded")
    job.refresh_from_db()
    assert job.started_at is not None
    assert job.files.count() == 1
    assert unacknowledged(redis) == 0


def test_an_entry_that_was_read_and_never_acknowledged_is_read_again(redis: Redis) -> None:
    job = add_job()
    report(redis, job, RUNNING)
    killed = ChangesReader(redis, CONSUMER)
    assert len(killed.wait()) == 1
    run_until(lambda: status_of(job) == "running")
    assert unacknowledged(redis) == 0


def test_when_redis_comes_back_empty_ingest_goes_on_with_what_is_reported_then(redis: Redis) -> None:
    before, after = add_job(), add_job()
    report(redis, before, RUNNING)

    def done() -> bool:
        if status_of(before) == "running" and redis.exists(CHANGES_STREAM) and not redis.exists("emptied"):
            redis.flushall()
            redis.set("emptied", "1")
            report(redis, after, RUNNING)
        return status_of(after) == "running"

    run_until(done)


def test_an_entry_that_nobody_can_read_is_dropped_and_the_next_one_applied(redis: Redis) -> None:
    job = add_job()
    redis.xadd(CHANGES_STREAM, {"kind": "garbled"})
    redis.xadd(
        CHANGES_STREAM,
        {
            "job_id": "no-uuid",
            "attempt": "1",
            "at": "0.0",
            "kind": "status",
            "data": '{"status":"running","warnings":[]}',
        },
    )
    report(redis, job, RUNNING)
    run_until(lambda: status_of(job) == "running")
    assert unacknowledged(redis) == 0


def test_an_event_of_an_unknown_job_is_acknowledged(redis: Redis) -> None:
    job = add_job()
    report(redis, job, RUNNING)
    job.delete()
    reader = ChangesReader(redis, CONSUMER)
    assert take(reader, reader.wait()) == 1
    assert unacknowledged(redis) == 0


def test_while_redis_is_away_ingest_waits_and_stops_when_it_is_told_to(redis_away: None) -> None:
    rounds = iter(range(4))
    run_until(lambda: next(rounds, None) is None)


def test_the_command_ends_cleanly_on_a_signal(redis_url: str, tmp_path: Path) -> None:
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3", "REDIS_URL": redis_url}
    environment = {**os.environ, **settings}
    command = [sys.executable, "manage.py"]
    subprocess.run([*command, "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    for number in (signal.SIGTERM, signal.SIGINT):
        process = subprocess.Popen([*command, "ingest"], cwd=ROOT, env=environment, stderr=subprocess.PIPE)
        wait_for_consumer(redis_url)
        process.send_signal(number)
        _, errors = process.communicate(timeout=10)
        assert (process.returncode, errors) == (0, b"")


def wait_for_consumer(redis_url: str) -> None:
    """Waits until an ingest process reads the stream, then forgets it."""
    deadline = time.monotonic() + 30
    with Redis.from_url(redis_url) as redis:
        while not redis.exists(CHANGES_STREAM) or not redis.xinfo_consumers(CHANGES_STREAM, INGEST_GROUP):
            assert time.monotonic() < deadline, "ingest did not start"
            time.sleep(0.05)
        redis.xgroup_delconsumer(CHANGES_STREAM, INGEST_GROUP, CONSUMER)
