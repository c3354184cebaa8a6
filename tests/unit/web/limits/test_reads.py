"""The quota of those who read."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from web.limits import reads
from web.limits.allowance import RateLimited
from web.limits.caller import Caller
from web.limits.quota import Quota
from web.limits.reads import ReadBuckets

if TYPE_CHECKING:
    from django.test import Client, RequestFactory
    from pytest_django import Settings
    from redis import Redis

HOME = Caller("203.0.113.9", "203.0.113.0/24")
QUOTA = Quota(10, 60)


class Clock:
    """Goes when it is told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def take_all(buckets: ReadBuckets, caller: Caller, quota: Quota) -> int:
    for taken in range(10_000):
        try:
            buckets.take(caller, quota)
        except RateLimited:
            return taken
    raise AssertionError("there is no end to it")


def test_a_quota_is_there_at_once_and_comes_back_evenly(clock: Clock) -> None:
    buckets = ReadBuckets(clock=clock)
    assert take_all(buckets, HOME, QUOTA) == 10
    clock.now += 6.001
    assert take_all(buckets, HOME, QUOTA) == 1
    clock.now += 3600
    assert take_all(buckets, HOME, QUOTA) == 10


def test_a_network_has_eight_times_as_much(clock: Clock) -> None:
    buckets = ReadBuckets(clock=clock)
    crowd = [Caller(f"203.0.113.{number}", HOME.network) for number in range(1, 21)]
    assert sum(take_all(buckets, caller, QUOTA) for caller in crowd) == 80


def test_a_refusal_says_how_much_when_and_to_whom(clock: Clock) -> None:
    buckets = ReadBuckets(clock=clock)
    take_all(buckets, HOME, QUOTA)
    with pytest.raises(RateLimited, match="This address asks for more than 10 in 60 seconds; try again in 6 seconds"):
        buckets.take(HOME, QUOTA)
    with pytest.raises(RateLimited) as refusal:
        buckets.take(HOME, QUOTA)
    assert refusal.value.headers == {"RateLimit-Policy": '"read";q=10;w=60', "RateLimit": '"read";r=0;t=60'}


def test_however_many_come_it_remembers_a_few_and_those_who_come_often(clock: Clock) -> None:
    buckets = ReadBuckets(max_buckets=100, clock=clock)
    take_all(buckets, HOME, QUOTA)
    for number in range(2000):
        buckets.take(Caller(f"2001:db8::{number:x}", f"2001:db8:{number:x}::/64"), QUOTA)
        with pytest.raises(RateLimited):
            buckets.take(HOME, QUOTA)
        if number % 40 == 0:
            clock.now += 6.001
            buckets.take(HOME, QUOTA)
    assert len(buckets) == 100


def test_to_charge_a_read_takes_microseconds(rf: RequestFactory, settings: Settings) -> None:
    settings.READ_QUOTA, settings.TRUSTED_PROXIES = Quota(1_000_000, 1), 1
    request = rf.get("/", headers={"x-forwarded-for": "203.0.113.9"})
    rounds = []
    for _ in range(20):
        began = time.perf_counter()
        for _ in range(200):
            reads.charge_read(request)
        rounds.append((time.perf_counter() - began) / 200)
    assert min(rounds) < 20e-6


def test_who_reads_too_much_is_told_when_to_come_again(api: Client, settings: Settings) -> None:
    settings.READ_QUOTA = Quota(2, 60)
    assert [api.get("/api/v1/queue").status_code for _ in range(3)] == [200, 200, 429]
    refusal = api.get("/api/v1/queue")
    assert refusal.json()["code"] == "rate_limited"
    assert refusal["Retry-After"] == "30"
    assert refusal["RateLimit-Policy"] == '"read";q=2;w=60'


def test_reading_asks_redis_for_no_leave(api: Client, redis: Redis) -> None:
    api.get("/api/v1/queue")
    assert not redis.keys("cadenza:quota:*")
