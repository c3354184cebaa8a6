"""The operator's word to a worker, as its heartbeat heeds it."""

from __future__ import annotations

import pytest
from redis import Redis

from worker.contract.drain import DRAINED_SECONDS, drain, is_drained, wake
from worker.contract.liveness import Heartbeat, live_slots, live_workers, workers_seen
from worker.contract.queues import drained_key


@pytest.fixture
def redis(redis_url: str) -> Redis:
    return Redis.from_url(redis_url, decode_responses=True)


def test_a_drained_worker_is_seen_and_counts_for_nothing(redis: Redis) -> None:
    told: list[bool] = []
    heartbeat = Heartbeat(redis, "one", ["generate"], lambda: True, 8, told.append)
    heartbeat._beat()
    drain(redis, "one")
    heartbeat._beat()
    heartbeat._beat()
    assert (live_workers(redis, "generate"), live_slots(redis, "generate")) == (0, 0)
    assert [(worker.name, worker.slots) for worker in workers_seen(redis, "generate")] == [("one", 0)]
    assert told == [True]


def test_a_woken_worker_counts_again(redis: Redis) -> None:
    told: list[bool] = []
    heartbeat = Heartbeat(redis, "one", ["generate"], lambda: True, 8, told.append)
    drain(redis, "one")
    heartbeat._beat()
    wake(redis, "one")
    heartbeat._beat()
    assert (live_slots(redis, "generate"), told) == (8, [True, False])


def test_a_worker_that_is_there_keeps_the_word_and_one_that_is_gone_lets_it_lapse(redis: Redis) -> None:
    drain(redis, "one")
    redis.expire(drained_key("one"), 10)
    assert is_drained(redis, "one")
    assert redis.ttl(drained_key("one")) > DRAINED_SECONDS - 10
    assert not is_drained(redis, "another")
