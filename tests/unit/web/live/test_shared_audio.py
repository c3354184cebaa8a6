"""The audio of a piece that was shared: the address does not say which job it is, and no answer does."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from redis import Redis

from tests.unit.web.live.test_audio import CONTENT, JOB, PENDING
from web.api.problems import PENDING_JOB
from web.live.application import Live
from web.live.audio import Audio
from web.live.bridge import Bridge
from web.live.hub import Hub
from web.live.live_redis import live_redis
from web.live.slots import Slots
from worker.contract.live_audio import LiveAudio


def django(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Has no audio yet, and says so without naming the job."""
    environ[PENDING_JOB] = JOB
    headers = [(name, value) for name, value in PENDING.headers.items() if name != "content-length"]
    start_response("503 Service Unavailable", headers)
    return [PENDING.body]


async def ask(live: Live, path: str) -> list[Any]:
    """All that is sent."""
    sent, asked = [], [{"type": "http.request", "body": b""}]

    async def receive() -> Any:
        while not asked:
            await asyncio.Event().wait()
        return asked.pop()

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "query_string": b"",
        "server": ("127.0.0.1", 8000),
        "client": ("192.0.2.7", 1),
        "headers": [],
    }
    await live(scope, receive, send)
    return sent


@pytest.mark.parametrize("share_id", ["Ab-_3456789012xy", "x"])
def test_it_is_streamed_as_the_jobs_is_and_the_job_is_not_named(redis_url: str, share_id: str) -> None:
    with Redis.from_url(redis_url) as redis:
        made = LiveAudio(redis, JOB)
        made.append(CONTENT, 0)
        made.end(len(CONTENT))

    async def whole() -> list[Any]:
        texts, found = live_redis(redis_url), live_redis(redis_url, decodes=False)
        hub, bridge = Hub(texts), Bridge(django, 1)  # type: ignore[arg-type]
        audio = Audio(bridge, hub, found, Slots(9, 9))
        async with asyncio.timeout(15):
            sent = await ask(Live(bridge, hub, None, audio), f"/p/{share_id}/piece.mp3")  # type: ignore[arg-type]
        await found.aclose()
        await texts.aclose()
        return sent

    start, *parts = asyncio.run(whole())
    assert start["status"] == 200
    assert (b"content-type", b"audio/mpeg") in start["headers"]
    assert b"".join(part["body"] for part in parts) == CONTENT
    assert JOB.encode() not in repr(start).encode()
