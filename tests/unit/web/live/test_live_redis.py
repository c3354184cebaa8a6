from __future__ import annotations

import asyncio

from web.live.live_redis import CONNECTIONS, live_redis


def test_when_all_come_at_once_they_take_turns_and_none_is_told_that_redis_is_away(redis_url: str):
    async def ask_at_once() -> list[object]:
        redis = live_redis(redis_url)
        # Each holds its connection for so long.
        asked = [redis.blpop([f"nothing-{number}"], timeout=0.75) for number in range(4 * CONNECTIONS)]
        answers: list[object] = await asyncio.gather(*asked)
        await redis.aclose()
        return answers

    assert asyncio.run(ask_at_once()) == [None] * 4 * CONNECTIONS
