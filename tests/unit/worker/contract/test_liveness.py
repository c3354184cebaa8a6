"""Which workers live, and how much they can do."""

from __future__ import annotations

import time

import pytest
from redis import Redis

from worker.contract.liveness import SILENT_SECONDS, Heartbeat, live_slots, live_workers
from worker.contract.queues import slots_key, workers_key


@pytest.fixture
def redis(redis_url: str) -> Redis:
    return Redis.from_url(redis_url, decode_responses=True)


def beat(redis: Redis, worker: str, slots: int = 1, well: bool = True) -> Heartbeat:
    """A worker that says once that it lives."""
    heartbeat = Heartbeat(redis, worker, ["generate"], lambda: well, slots)
    heartbeat.start()
    deadline = time.monotonic() + 5
    while well and redis.zscore(workers_key("generate"), worker) is None:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return heartbeat


def test_slots_are_those_of_all_workers_that_live(redis: Redis) -> None:
    beats = [beat(redis, "one", 64), beat(redis, "two", 32)]
    assert (live_workers(redis, "generate"), live_slots(redis, "generate")) == (2, 96)
    assert (live_workers(redis, "render"), live_slots(redis, "render")) == (0, 0)
    for heartbeat in beats:
        heartbeat.stop()


def test_a_worker_that_stops_takes_its_slots_with_it(redis: Redis) -> None:
    stays, goes = beat(redis, "one", 64), beat(redis, "two", 32)
    goes.stop()
    assert live_slots(redis, "generate") == 64
    assert redis.hkeys(slots_key("generate")) == ["one"]
    stays.stop()
    assert redis.keys() == []


def test_a_worker_that_fell_silent_counts_no_more_and_is_forgotten_by_the_next_beat(redis: Redis) -> None:
    redis.zadd(workers_key("generate"), {"lost": int(time.time()) - SILENT_SECONDS - 5})
    redis.hset(slots_key("generate"), "lost", "64")
    assert live_slots(redis, "generate") == 0
    beat(redis, "one", 2).stop()
    assert redis.keys() == []


def test_a_worker_that_comes_back_after_a_silence_counts_again(redis: Redis) -> None:
    redis.zadd(workers_key("generate"), {"one": int(time.time()) - SILENT_SECONDS - 5})
    heartbeat = Heartbeat(redis, "one", ["generate"], lambda: True, 8)
    heartbeat._beat()
    assert (live_workers(redis, "generate"), live_slots(redis, "generate")) == (1, 8)


def test_a_worker_of_which_only_the_name_is_known_takes_one_job(redis: Redis) -> None:
    redis.zadd(workers_key("generate"), {"older": int(time.time())})
    assert live_slots(redis, "generate") == 1


def test_a_worker_that_is_not_well_is_not_counted(redis: Redis) -> None:
    beat(redis, "ill", 64, well=False).stop()
    assert live_slots(redis, "generate") == 0
