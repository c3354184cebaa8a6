from __future__ import annotations

import socket

import pytest
from redis import Redis

from deploy.health import worker_beats
from deploy.local.ports import any_free_port
from worker.contract.lanes import generation_queues
from worker.contract.liveness import Heartbeat

NAME = f"generate@{socket.gethostname()}"
LANES = generation_queues()


@pytest.fixture
def redis(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Redis:
    monkeypatch.setenv("REDIS_URL", redis_url)
    return Redis.from_url(redis_url, decode_responses=True)


def test_a_worker_is_well_while_it_says_so_and_no_other_speaks_for_it(redis: Redis):
    Heartbeat(redis, "generate@another", ["generate"], lambda: True)._beat()
    assert not worker_beats("generate", LANES)
    heartbeat = Heartbeat(redis, NAME, ["generate"], lambda: True)
    heartbeat._beat()
    assert worker_beats("generate", LANES)
    assert not worker_beats("render", ["render"])


def test_a_worker_that_is_drained_is_well(redis: Redis):
    Heartbeat(redis, NAME, ["generate"], lambda: True, slots=0)._beat()
    assert worker_beats("generate", LANES)


def test_while_redis_is_away_nobody_is_started_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{any_free_port()}/0")
    assert worker_beats("generate", LANES)


def test_a_worker_of_one_lane_alone_is_well(redis: Redis):
    Heartbeat(redis, NAME, ["generate.batch"], lambda: True)._beat()
    assert worker_beats("generate", LANES)
