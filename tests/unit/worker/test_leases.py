"""What a worker process has in hand."""

from __future__ import annotations

from redis import Redis

from worker.leases import Leases


def test_a_job_in_hand_is_not_taken_twice_by_the_process_itself_or_another(redis_url):
    with Redis.from_url(redis_url, decode_responses=True) as redis:
        mine, other = Leases(redis), Leases(redis)
        assert mine.hold_at_once("job")
        assert not mine.hold_at_once("job")
        assert not other.hold_at_once("job")
        mine.release("job")
        assert other.hold_at_once("job")
