"""What a worker process has in hand."""

from __future__ import annotations

from redis import Redis

from worker.contract.queues import lease_key
from worker.leases import Leases


def test_a_job_in_hand_is_not_taken_twice_by_the_process_itself_or_another(redis_url):
    with Redis.from_url(redis_url, decode_responses=True) as redis:
        mine, other = Leases(redis, redis), Leases(redis, redis)
        assert mine.hold_at_once("job")
        assert not mine.hold_at_once("job")
        assert not other.hold_at_once("job")
        mine.release("job")
        assert other.hold_at_once("job")


def test_a_job_that_another_takes_is_counted_once_as_lost(redis_url):
    with Redis.from_url(redis_url, decode_responses=True) as redis:
        mine, other = Leases(redis, redis), Leases(redis, redis)
        assert mine.hold_at_once("job")
        mine.renew()
        assert mine.lost == 0
        redis.delete(lease_key("job"))
        assert other.hold_at_once("job")
        for _ in range(3):
            mine.renew()
        assert (mine.lost, other.lost) == (1, 0)
