from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from redis import Redis

from web.live.answer import Answer
from web.live.hub import Hub
from web.live.live_redis import live_redis
from web.live.stream import Stream
from worker.contract.events import AudioChanged, NotesDecided, Payload, ScoreBegun, ScorePart, StatusChanged
from worker.contract.journal import JournalWriter, announce
from worker.contract.queues import changed_channel, journal_key
from worker.contract.status import AudioStatus, JobStatus

JOB = "7e6bd2a5-2f6e-4a2b-9d0e-3c0f4d9f6b11"
RUNNING = StatusChanged(JobStatus.RUNNING)
SUCCEEDED = StatusChanged(JobStatus.SUCCEEDED)
READY = AudioChanged(AudioStatus.READY)


def job(status: str, audio: str = "pending", code: int = 200) -> Answer:
    body = json.dumps({"id": JOB, "status": status, "attempt": 1, "audio": {"status": audio}}).encode()
    return Answer(code, [(b"etag", f'"{status}"'.encode())], body)


class Django:
    """Shows one job, as it is by then."""

    def __init__(self, now: Answer) -> None:
        self.now = now
        self.asked: list[str | None] = []

    async def __call__(self, etag: str | None) -> Answer:
        self.asked.append(etag)
        return Answer(304, []) if etag is not None and etag == self.now.headers.get("etag") else self.now


def run(redis_url: str, test: Callable[[Any], Awaitable[None]]) -> None:
    async def whole() -> None:
        redis = live_redis(redis_url)
        hub = Hub(redis)
        with hub.changes(changed_channel(JOB)) as changes:
            assert await hub.listens(changed_channel(JOB), 5)

            def stream(django: Django, ping_seconds: float = 15) -> Stream:
                return Stream(JOB, redis, changes, django, django.now, ping_seconds)

            async with asyncio.timeout(10):
                await test(stream)
        await redis.aclose()

    asyncio.run(whole())


def write(redis_url: str, *payloads: Payload, attempt: int = 1) -> None:
    with Redis.from_url(redis_url, decode_responses=True) as redis:
        for payload in payloads:
            JournalWriter(redis, JOB, attempt).write(payload)


def names(text: bytes) -> list[str]:
    return [line[7:].decode() for line in text.splitlines() if line.startswith(b"event: ")]


def test_in_silence_the_client_is_told_that_we_are_here(redis_url: str):
    async def listen(stream: Any) -> None:
        django = Django(job("queued"))
        quiet = stream(django, ping_seconds=0.05)
        assert await quiet.opening(None) == b""
        rest = quiet.rest()
        assert [await anext(rest) for _ in range(3)] == [b": ping\n\n"] * 3
        assert django.asked[-1] == '"queued"'

    run(redis_url, listen)


def test_an_end_of_which_nobody_told_is_found_out_in_silence(redis_url: str):
    async def listen(stream: Any) -> None:
        django = Django(job("queued"))
        quiet = stream(django, ping_seconds=0.05)
        await quiet.opening(None)
        django.now = job("canceled", "failed")
        assert [names(text) async for text in quiet.rest()][-1] == ["reset", "done"]

    run(redis_url, listen)


def test_a_job_that_was_erased_meanwhile_ends_the_stream(redis_url: str):
    async def listen(stream: Any) -> None:
        django = Django(job("queued"))
        quiet = stream(django, ping_seconds=0.05)
        await quiet.opening(None)
        django.now = Answer(404, [])
        assert {text async for text in quiet.rest()} == {b": ping\n\n"}

    run(redis_url, listen)


def test_an_outage_of_the_database_ends_no_stream(redis_url: str):
    async def listen(stream: Any) -> None:
        django = Django(job("queued"))
        quiet = stream(django, ping_seconds=0.05)
        await quiet.opening(None)
        django.now, rest = Answer(503, []), quiet.rest()
        await anext(rest)
        django.now = job("queued")
        write(redis_url, RUNNING)
        while (text := await anext(rest)) == b": ping\n\n":
            pass
        assert names(text) == ["status"]

    run(redis_url, listen)


def test_what_django_knows_and_the_journal_does_not_is_told_as_a_whole(redis_url: str):
    async def listen(stream: Any) -> None:
        opened = stream(Django(job("succeeded")))
        assert names(await opened.opening(None)) == ["reset"]
        write(redis_url, READY)
        assert [names(text) async for text in opened.rest()] == [["audio", "done"]]

    run(redis_url, listen)


def test_what_the_journal_knows_and_django_does_not_yet_is_no_matter(redis_url: str):
    async def listen(stream: Any) -> None:
        write(redis_url, RUNNING, SUCCEEDED, READY)
        opened = stream(Django(job("running")))
        assert names(await opened.opening(None)) == ["status", "status", "audio", "done"]
        assert [text async for text in opened.rest()] == []

    run(redis_url, listen)


def test_a_journal_that_lost_all_and_began_anew_is_noticed_though_no_connection_broke(redis_url: str):
    async def listen(stream: Any) -> None:
        write(redis_url, RUNNING, RUNNING)
        opened = stream(Django(job("running")))
        await opened.opening(None)
        with Redis.from_url(redis_url) as redis:
            redis.delete(journal_key(JOB))
        write(redis_url, RUNNING)
        assert names(await anext(opened.rest())) == ["reset"]

    run(redis_url, listen)


def test_a_run_that_says_the_same_music_again_is_not_heard_until_it_comes_to_what_is_new(redis_url: str):
    async def listen(stream: Any) -> None:
        score, note = ScoreBegun(120.0, 8.0, (ScorePart("piano", 0, False),)), (0, 60, 80, 0.5, 1.0)
        write(redis_url, RUNNING, score, NotesDecided(0, 2.0, (note,), ()))
        opened = stream(Django(job("running")))
        assert names(await opened.opening(None)) == ["status", "score", "notes"]
        rest = opened.rest()
        write(redis_url, RUNNING, attempt=2)
        assert names(await anext(rest)) == ["status"]
        write(redis_url, score, NotesDecided(0, 1.5, (note,), ()), NotesDecided(1, 3.0, (), ()), attempt=2)
        text = await anext(rest)
        assert names(text) == ["notes"]
        assert b'"first": 1, "until_seconds": 3.0, "notes": []' in text

    run(redis_url, listen)


def test_a_hint_that_the_row_changed_says_nothing_to_a_stream(redis_url: str):
    async def listen(stream: Any) -> None:
        opened = stream(Django(job("queued")))
        await opened.opening(None)
        with Redis.from_url(redis_url) as redis:
            announce(redis, [JOB])
        write(redis_url, RUNNING)
        assert names(await anext(opened.rest())) == ["status"]

    run(redis_url, listen)
