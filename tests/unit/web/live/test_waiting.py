from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from redis import Redis

from web.live.answer import Answer
from web.live.hub import Hub
from web.live.live_redis import live_redis
from web.live.waiting import wait_for
from worker.contract.events import Progressed
from worker.contract.journal import JournalWriter, announce

FOUND = Answer(200, [], b"")


async def never() -> dict[str, str]:
    await asyncio.Event().wait()
    return {}


def looks(redis_url: str, say: Callable[[Redis], None], *, heeds_music: bool) -> list[bool]:
    """At each of two looks, whether it came only because the time was nearly over."""
    is_late = asyncio.Event()
    seen: list[bool] = []

    async def look() -> Answer | None:
        seen.append(is_late.is_set())
        return FOUND if len(seen) > 1 else None

    async def whole() -> None:
        redis = live_redis(redis_url)
        waiting = asyncio.create_task(wait_for(Hub(redis), "a", 0.6, never, look, heeds_music=heeds_music))
        await asyncio.sleep(0.2)
        with Redis.from_url(redis_url, decode_responses=True) as other:
            say(other)
        await asyncio.sleep(0.2)
        is_late.set()
        await waiting
        await redis.aclose()

    asyncio.run(whole())
    return seen


def play(redis: Redis) -> None:
    writer = JournalWriter(redis, "a", 1)
    for events in range(20):
        writer.write(Progressed(events, 1.0, 0.1))


def change_row(redis: Redis) -> None:
    announce(redis, ["a"])


@pytest.mark.parametrize(
    ("say", "heeds_music", "waits_on"),
    [(play, True, False), (play, False, True), (change_row, True, False), (change_row, False, False)],
)
def test_music_wakes_only_who_heeds_it_and_a_changed_row_wakes_all(
    redis_url: str, say: Callable[[Redis], None], heeds_music: bool, waits_on: bool
):
    assert looks(redis_url, say, heeds_music=heeds_music) == [False, waits_on]
