from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

import pytest
from redis import Redis

from web.live import hub as hub_module
from web.live.hub import Hub
from web.live.live_redis import live_redis
from worker.contract.events import StatusChanged
from worker.contract.journal import JournalWriter, announce
from worker.contract.queues import changed_channel
from worker.contract.status import JobStatus

A, B = changed_channel("a"), changed_channel("b")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "BEAT_SECONDS", 0.05)
    monkeypatch.setattr(hub_module, "LINGER_SECONDS", 0.05)


def run(redis_url: str, test: Callable[[Hub], Awaitable[None]]) -> None:
    async def whole() -> None:
        redis = live_redis(redis_url)
        async with asyncio.timeout(10):
            await test(Hub(redis))
        await redis.aclose()

    asyncio.run(whole())


def write(redis_url: str, job_id: str) -> None:
    with Redis.from_url(redis_url, decode_responses=True) as redis:
        JournalWriter(redis, job_id, 1).write(StatusChanged(JobStatus.RUNNING))


def listeners(redis_url: str, job_id: str) -> int:
    with Redis.from_url(redis_url, decode_responses=True) as redis:
        return int(dict(redis.pubsub_numsub(changed_channel(job_id)))[changed_channel(job_id)])


def test_all_who_wait_for_a_job_hear_of_it_over_one_subscription(redis_url: str):
    async def listen(hub: Hub) -> None:
        with hub.changes(A) as first, hub.changes(A) as second, hub.changes(B) as other:
            for channel in (A, B):
                assert await hub.listens(channel, 2)
            for changes in (first, second, other):
                changes.take()
            assert listeners(redis_url, "a") == 1
            write(redis_url, "a")
            for changes in (first, second):
                await changes.wait(2)
                assert [str(entry.position) for entry in changes.take() or ()] == ["1-0"]
            assert other.take() == []

    run(redis_url, listen)


def test_one_may_wait_for_several_channels_and_knows_which_hinted(redis_url: str):
    async def listen(hub: Hub) -> None:
        with hub.changes(A, B) as changes:
            for channel in (A, B):
                assert await hub.listens(channel, 2)
            changes.take()
            with Redis.from_url(redis_url, decode_responses=True) as redis:
                announce(redis, ["b"])
            await changes.wait(2)
            assert changes.hints == {B}
            changes.take()
            assert not changes.hints
        while listeners(redis_url, "a") or listeners(redis_url, "b"):
            await asyncio.sleep(0.02)

    run(redis_url, listen)


def test_when_the_last_has_gone_redis_is_asked_for_no_more(redis_url: str):
    async def listen(hub: Hub) -> None:
        with hub.changes(A), hub.changes(A):
            assert await hub.listens(A, 2)
        while listeners(redis_url, "a"):
            await asyncio.sleep(0.02)
        assert A not in hub._topics

    run(redis_url, listen)


def test_however_often_they_come_and_go_none_misses_a_word(redis_url: str):
    async def listen(hub: Hub) -> None:
        for _ in range(40):
            with hub.changes(A) as changes:
                assert await hub.listens(A, 2)
                changes.take()
                with Redis.from_url(redis_url) as redis:
                    JournalWriter(redis, "a", 1).write(StatusChanged(JobStatus.RUNNING))
                await changes.wait(2)
                entries = changes.take()
                assert entries is None or len(entries) == 1
            await asyncio.sleep(0.03)

    run(redis_url, listen)


def test_a_lost_connection_is_made_again_and_all_are_told_that_they_may_have_missed_something(
    redis_url: str, caplog: pytest.LogCaptureFixture
):
    async def listen(hub: Hub) -> None:
        with hub.changes(A) as changes:
            assert await hub.listens(A, 2)
            await changes.wait(0.01)
            changes.take()
            with Redis.from_url(redis_url) as redis:
                redis.client_kill_filter(_type="pubsub")
            await changes.wait(5)
            assert changes.take() is None
            write(redis_url, "a")
            await changes.wait(2)
            assert changes.take() is not None

    with caplog.at_level(logging.WARNING):
        run(redis_url, listen)
    assert "streams of events hear nothing" in caplog.text


def test_while_redis_is_away_nobody_is_told_that_anything_is_heard():
    async def listen(hub: Hub) -> None:
        with hub.changes(A):
            assert not await hub.listens(A, 0.3)

    run("redis://127.0.0.1:1/0", listen)


def test_words_that_nobody_can_read_and_hints_disturb_nothing(redis_url: str, caplog: pytest.LogCaptureFixture):
    async def listen(hub: Hub) -> None:
        with hub.changes(A) as changes:
            assert await hub.listens(A, 2)
            changes.take()
            with Redis.from_url(redis_url) as redis:
                for text in ("x", "[]", '["1-0", {}]', '{"a": 1}', "3"):
                    redis.publish(changed_channel("a"), text)
                announce(redis, ["a"])
            await changes.wait(2)
            assert changes.take() == []
            write(redis_url, "a")
            while not changes.take():
                await changes.wait(2)

    run(redis_url, listen)
    assert "cannot read what is said of a job" in caplog.text


def test_at_the_end_of_the_process_all_waiting_ends_and_none_begins(redis_url: str):
    async def listen(hub: Hub) -> None:
        with hub.changes(A) as changes:
            hub.close()
            await changes.wait(2)
            assert changes.is_closed
        with hub.changes(B) as later:
            assert later.is_closed

    run(redis_url, listen)
