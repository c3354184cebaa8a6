"""A job is one worker's for as long as it says so."""

from __future__ import annotations

from typing import Any

import pytest
from redis import Redis

from worker.contract.attempts import (
    begin_attempt,
    begin_rendering,
    count_hand_back,
    hand_back_rendering,
    lost_runs,
)
from worker.contract.lease import LEASE_SECONDS, held, hold, release
from worker.contract.queues import BROKER_TRANSPORT_OPTIONS, attempts_key, lease_key
from worker.contract.results import MP3_NAME, WAV_NAME
from worker.leases import Leases


@pytest.fixture
def redis(redis_url: str) -> Any:
    with Redis.from_url(redis_url, decode_responses=True) as redis:
        yield redis


def test_only_one_holds_a_job_until_it_lets_go(redis):
    assert hold(redis, "job", "one")
    assert hold(redis, "job", "one")
    assert not hold(redis, "job", "two")
    release(redis, "job", "two")
    assert held(redis, ["job", "other"]) == {"job"}
    release(redis, "job", "one")
    assert hold(redis, "job", "two")


def test_a_lease_ends_before_a_dead_workers_message_comes_back(redis):
    hold(redis, "job", "one")
    assert redis.ttl(lease_key("job")) <= LEASE_SECONDS < BROKER_TRANSPORT_OPTIONS["visibility_timeout"]


def test_a_lease_that_redis_lost_is_taken_again_at_the_next_renewal(redis):
    leases = Leases(redis, redis)
    assert leases.hold("job")
    redis.flushdb()
    leases.renew()
    assert held(redis, ["job"]) == {"job"}
    leases.release("job")
    leases.renew()
    assert held(redis, ["job"]) == set()


def test_runs_are_numbered_from_one_and_go_on_where_redis_lost_count(redis):
    assert [begin_attempt(redis, "job", 0) for _ in range(2)] == [1, 2]
    redis.delete(attempts_key("job"))
    assert begin_attempt(redis, "job", 2) == 3
    assert begin_attempt(redis, "job", 0) == 4


def test_a_run_that_was_handed_back_is_not_lost(redis):
    for _ in range(3):
        attempt = begin_attempt(redis, "job", 0)
    assert lost_runs(redis, "job", attempt) == 2
    count_hand_back(redis, "job")
    assert lost_runs(redis, "job", attempt) == 1


def test_renderings_are_counted(redis):
    assert [begin_rendering(redis, "job", MP3_NAME) for _ in range(2)] == [1, 2]
    assert begin_rendering(redis, "job", WAV_NAME) == 1


def test_a_rendering_that_ended_with_its_worker_is_not_counted(redis):
    begin_rendering(redis, "job", MP3_NAME)
    hand_back_rendering(redis, "job", MP3_NAME)
    assert begin_rendering(redis, "job", MP3_NAME) == 1
