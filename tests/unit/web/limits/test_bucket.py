"""Token buckets in a real Redis."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from web.limits.allowance import Allowance, RateLimited
from web.limits.bucket import quota_key, take
from web.limits.caller import Caller
from web.limits.quota import Quota

if TYPE_CHECKING:
    from redis import Redis

HOME = Caller("203.0.113.9", "203.0.113.0/24")
NEXT_DOOR = Caller("203.0.113.10", "203.0.113.0/24")
SLOW = Quota(5, 3600)


def refused(redis: Redis, caller: Caller, quota: Quota, cost: int = 1) -> RateLimited:
    with pytest.raises(RateLimited) as refusal:
        take(redis, "create", caller, quota, cost)
    return refusal.value


def test_the_whole_quota_may_be_taken_at_once_and_then_nothing(redis: Redis) -> None:
    left = [take(redis, "create", HOME, SLOW, 1).remaining for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]
    assert refused(redis, HOME, SLOW).retry_after_seconds in {719, 720}


def test_what_was_taken_comes_back_evenly(redis: Redis) -> None:
    quick = Quota(4, 1)
    take(redis, "create", HOME, quick, 4)
    refused(redis, HOME, quick)
    time.sleep(0.26)
    take(redis, "create", HOME, quick, 1)
    refused(redis, HOME, quick)


def test_a_refusal_takes_nothing(redis: Redis) -> None:
    take(redis, "create", HOME, SLOW, 3)
    for _ in range(10):
        refused(redis, HOME, SLOW, cost=3)
    assert take(redis, "create", HOME, SLOW, 2).remaining == 0


def test_to_look_takes_nothing_and_leaves_nothing_behind(redis: Redis) -> None:
    assert take(redis, "create", HOME, SLOW, 0) == Allowance("create", SLOW, 5, 0)
    assert redis.keys() == []


def test_what_is_dearer_than_the_quota_costs_the_whole_of_it(redis: Redis) -> None:
    assert take(redis, "create", HOME, SLOW, 8).remaining == 0
    assert refused(redis, HOME, SLOW, cost=8).retry_after_seconds in {3599, 3600}


def test_neighbours_do_not_share_a_quota_but_their_network_has_one(redis: Redis) -> None:
    take(redis, "create", HOME, SLOW, 5)
    assert take(redis, "create", NEXT_DOOR, SLOW, 1).remaining == 4
    crowd = [Caller(f"203.0.113.{number}", HOME.network) for number in range(20, 60)]
    for caller in crowd[:34]:
        take(redis, "create", caller, SLOW, 1)
    refusal = refused(redis, crowd[34], SLOW)
    assert "This network asks for more than 40 in 3600 seconds" in str(refusal)
    assert refusal.headers["RateLimit-Policy"] == '"create-network";q=40;w=3600'


def test_each_policy_has_buckets_of_its_own(redis: Redis) -> None:
    take(redis, "create", HOME, SLOW, 5)
    assert take(redis, "other", HOME, SLOW, 1).remaining == 4


def test_many_at_once_get_no_more_than_there_is(redis: Redis) -> None:
    def ask(_number: int) -> bool:
        try:
            take(redis, "create", HOME, Quota(60, 3600), 1)
        except RateLimited:
            return False
        return True

    with ThreadPoolExecutor(8) as askers:
        assert sum(askers.map(ask, range(200))) == 60


def test_a_bucket_that_is_full_again_is_forgotten(redis: Redis) -> None:
    take(redis, "create", HOME, SLOW, 1)
    assert 719_000 <= redis.pttl(quota_key("create", HOME.address)) <= 720_001


def test_a_clock_that_was_set_back_shuts_nobody_out_for_longer_than_a_window(redis: Redis) -> None:
    redis.set(quota_key("create", HOME.address), int((time.time() + 86_400) * 1e6))
    assert refused(redis, HOME, SLOW).retry_after_seconds <= 720


def test_after_redis_forgot_the_script_the_next_caller_brings_it_again(redis: Redis) -> None:
    take(redis, "create", HOME, SLOW, 1)
    redis.script_flush()
    assert take(redis, "create", HOME, SLOW, 1).remaining == 3


@pytest.mark.parametrize("quota", [Quota(60, 60), Quota(7, 60), Quota(1, 86_400), Quota(1000, 1)])
def test_a_full_bucket_holds_exactly_its_amount(redis: Redis, quota: Quota) -> None:
    assert take(redis, "create", HOME, quota, 0).remaining == quota.amount
    assert take(redis, "create", HOME, quota, quota.amount).remaining <= 2 * (quota.window_seconds == 1)
