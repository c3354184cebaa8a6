"""What each worker holds is known for as long as it lives."""

from __future__ import annotations

import time

import pytest
from redis import Redis

from worker.contract import liveness
from worker.contract.gauges import MEANINGS, Gauge, gauges_told, tell_gauges
from worker.contract.liveness import SILENT_SECONDS, Heartbeat, live_workers
from worker.contract.queues import gauges_key


@pytest.fixture
def redis(redis_url: str) -> Redis:
    return Redis.from_url(redis_url, decode_responses=True)


def test_every_gauge_is_explained():
    assert set(MEANINGS) == set(Gauge)


def test_each_worker_has_its_own(redis):
    tell_gauges(redis, "one", {Gauge.NETWORKS: 3, Gauge.RESIDENT_BYTES: 1e9})
    tell_gauges(redis, "two", {Gauge.RESIDENT_BYTES: 5e8})
    assert gauges_told(redis, ["one", "two", "three"]) == {
        "one": {Gauge.NETWORKS: 3, Gauge.RESIDENT_BYTES: 1e9},
        "two": {Gauge.RESIDENT_BYTES: 5e8},
        "three": {},
    }


def test_a_worker_that_falls_silent_is_forgotten(redis):
    tell_gauges(redis, "one", {Gauge.NETWORKS: 3})
    assert 0 < redis.ttl(gauges_key("one")) <= SILENT_SECONDS


def test_a_worker_that_cannot_say_how_it_is_lives_all_the_same(redis, monkeypatch):
    monkeypatch.setattr(liveness, "BEAT_SECONDS", 0.01)
    tried = []

    def broken() -> None:
        tried.append("once more")
        raise OSError("no /proc")

    heartbeat = Heartbeat(redis, "one", ["generate"], lambda: True, tell=broken)
    heartbeat.start()
    deadline = time.monotonic() + 5
    while len(tried) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert live_workers(redis, "generate") == 1
    heartbeat.stop()


def test_a_worker_tells_with_each_beat_and_one_that_ends_is_forgotten_at_once(redis):
    told = []
    heartbeat = Heartbeat(redis, "one", ["generate"], lambda: True, tell=lambda: told.append("beat"))
    tell_gauges(redis, "one", {Gauge.NETWORKS: 3})
    heartbeat.start()
    heartbeat.stop()
    assert told == ["beat"]
    assert redis.keys() == []
