"""What workers have done is summed in Redis, whoever of them goes."""

from __future__ import annotations

import pytest
from redis import Redis
from redis.exceptions import RedisError

from worker.contract.totals import MEANINGS, Total, Totals, totals_told


@pytest.fixture
def redis(redis_url: str) -> Redis:
    return Redis.from_url(redis_url, decode_responses=True)


def test_every_total_is_explained():
    assert set(MEANINGS) == set(Total)


def test_what_all_workers_did_is_added_up_and_told_once(redis):
    one, other = Totals(), Totals()
    one.add(Total.NETWORKS_LOADED, 2)
    other.add(Total.NETWORKS_LOADED)
    for _ in range(3):
        one.tell(redis)
    other.tell(redis)
    one.add(Total.NETWORKS_LOADED, 4)
    one.tell(redis)
    assert totals_told(redis)[Total.NETWORKS_LOADED] == {"": 7}


def test_a_worker_that_comes_in_place_of_another_takes_nothing_back(redis):
    for _ in range(2):
        fresh = Totals()
        fresh.add(Total.RUNS, label="succeeded")
        fresh.tell(redis)
    assert totals_told(redis)[Total.RUNS] == {"succeeded": 2}


def test_what_counts_for_itself_is_told_by_what_has_come(redis):
    totals, counted = Totals(), {Total.ENGINE_CALLS: 5.0}
    totals.watch(lambda: counted)
    totals.tell(redis)
    counted[Total.ENGINE_CALLS] = 12.0
    totals.tell(redis)
    assert totals_told(redis)[Total.ENGINE_CALLS] == {"": 12}


def test_what_could_not_be_told_is_told_the_next_time(redis):
    totals = Totals()
    totals.add(Total.LEASES_LOST)
    with Redis.from_url("unix:///no/such/socket") as away, pytest.raises(RedisError):
        totals.tell(away)
    totals.tell(redis)
    assert totals_told(redis)[Total.LEASES_LOST] == {"": 1}


def test_a_worker_that_does_nothing_leaves_no_trace(redis):
    totals = Totals()
    totals.watch(lambda: {Total.ENGINE_CALLS: 0.0})
    totals.tell(redis)
    assert redis.keys() == []


@pytest.mark.parametrize(("seconds", "bound"), [(0.01, "0.05"), (0.2, "0.2"), (0.21, "0.4"), (500.0, "inf")])
def test_a_first_note_is_counted_below_the_next_bound(redis, seconds, bound):
    totals = Totals()
    totals.first_note(seconds)
    totals.tell(redis)
    assert totals_told(redis)[Total.FIRST_NOTE_SECONDS] == {"": pytest.approx(seconds), bound: 1}


def test_what_a_newer_worker_counts_is_passed_over(redis):
    redis.hset("cadenza:totals", "something_new:yes", "3")
    assert set(totals_told(redis)) == set(Total)
