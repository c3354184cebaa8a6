"""An MP3 for one listener while it is being made: a real Redis, and Django as it would answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from redis import Redis

from web.api.problems import Problem
from web.live import audio_stream
from web.live.answer import Answer, problem_answer
from web.live.audio import Audio
from web.live.audio_stream import PART_BYTES, AudioStream, BrokenOff
from web.live.changes import Changes
from web.live.hub import Hub
from web.live.live_redis import live_redis
from web.live.slots import Slots
from worker.contract.journal import announce
from worker.contract.live_audio import LiveAudio
from worker.contract.queues import changed_channel, live_audio_channel, live_audio_end_key, live_audio_key

JOB = "11111111-2222-3333-4444-555555555555"
CONTENT = bytes(range(256)) * 1000
SECURITY = {"X-Frame-Options": "DENY"}
PENDING = problem_answer(
    Problem(503, "audio_pending", "It comes."), {**SECURITY, "Content-Disposition": 'inline; filename="a.mp3"'}
)
NO_AUDIO = problem_answer(Problem(409, "no_audio", "It was canceled."), {})
BUSY = problem_answer(Problem(429, "rate_limited", "Too much."), {})


@dataclass
class Django:
    """Knows of the file or does not; notes from which bytes on it was asked."""

    answers: Answer = PENDING
    file: bytes | None = None
    asked: list[int] = field(default_factory=list)

    async def ask(
        self, scope: Any, path: str, if_none_match: str | None = None, from_byte: int | None = None
    ) -> Answer:
        self.asked.append(from_byte or 0)
        return self._from(from_byte or 0)

    async def answer(self, scope: Any, body: bytes) -> Answer:
        return self.answers if self.file is None else Answer(200, [], self.file)

    def _from(self, first: int) -> Answer:
        if self.file is None:
            return self.answers
        if first < len(self.file):
            return Answer(206, [], self.file[first:])
        size = f"bytes */{len(self.file)}"
        return problem_answer(Problem(416, "range_not_satisfiable", "Beyond."), {"Content-Range": size})


@dataclass
class Place:
    """Where a test takes place."""

    url: str
    hub: Hub
    redis: Any
    django: Django = field(default_factory=Django)

    @asynccontextmanager
    async def stream(self) -> AsyncIterator[tuple[AsyncIterator[bytes], Changes]]:
        channels = changed_channel(JOB), live_audio_channel(JOB)
        with self.hub.changes(*channels) as changes:
            for channel in channels:
                assert await self.hub.listens(channel, 5)

            async def ask(first: int) -> Answer:
                return await self.django.ask(None, "", from_byte=first)

            yield AudioStream(JOB, self.redis, changes, ask).parts(), changes

    async def whole(self) -> bytes:
        async with self.stream() as (parts, _):
            return b"".join([part async for part in parts])

    def audio(self, limit: int = 10) -> Audio:
        return Audio(self.django, self.hub, self.redis, Slots(limit, limit))  # type: ignore[arg-type]


def run(redis_url: str, test: Callable[[Place], Awaitable[None]]) -> None:
    async def whole() -> None:
        texts, found = live_redis(redis_url), live_redis(redis_url, decodes=False)
        async with asyncio.timeout(15):
            await test(Place(redis_url, Hub(texts), found))
        await found.aclose()
        await texts.aclose()

    asyncio.run(whole())


@pytest.fixture
def live(redis_url: str) -> Any:
    with Redis.from_url(redis_url) as redis:
        yield LiveAudio(redis, JOB)


async def soon(seconds: float, call: Callable[..., object], *arguments: object) -> None:
    await asyncio.sleep(seconds)
    call(*arguments)


def test_what_there_is_comes_at_once_and_the_rest_as_it_is_made(redis_url: str, live: LiveAudio):
    live.append(CONTENT[:1000], 0)

    async def listen(place: Place) -> None:
        async with place.stream() as (parts, _):
            assert await anext(parts) == CONTENT[:1000]
            clock = asyncio.get_running_loop().time
            for end in (1500, 1501, 4000):
                began = clock()
                before = 1000 if end == 1500 else 1500 if end == 1501 else 1501
                growing = asyncio.create_task(soon(0.05, live.append, CONTENT[:end], before))
                assert await anext(parts) == CONTENT[before:end]
                assert clock() - began < 0.5
                await growing
            live.end(4000)
            assert [part async for part in parts] == []

    run(redis_url, listen)


def test_a_long_piece_comes_in_parts_and_whoever_comes_later_gets_all_of_it(redis_url: str, live: LiveAudio):
    live.append(CONTENT, 0)
    live.end(len(CONTENT))

    async def listen(place: Place) -> None:
        async with place.stream() as (parts, _):
            found = [part async for part in parts]
        assert b"".join(found) == CONTENT
        assert max(map(len, found)) == PART_BYTES

    run(redis_url, listen)


def test_a_rendering_that_begins_again_repeats_nothing(redis_url: str, live: LiveAudio):
    async def listen(place: Place) -> None:
        live.append(CONTENT[:3000], 0)
        async with place.stream() as (parts, _):
            assert await anext(parts) == CONTENT[:3000]
            for end in (1000, 2000, 5000):
                live.append(CONTENT[:end], 0)
            live.end(5000)
            assert b"".join([part async for part in parts]) == CONTENT[3000:5000]

    run(redis_url, listen)


def test_what_is_broken_off_is_sent_as_far_as_it_goes_and_is_not_the_whole(redis_url: str, live: LiveAudio):
    live.append(CONTENT[:1000], 0)
    live.break_off()

    async def listen(place: Place) -> None:
        async with place.stream() as (parts, _):
            assert await anext(parts) == CONTENT[:1000]
            with pytest.raises(BrokenOff):
                await anext(parts)

    run(redis_url, listen)


@pytest.mark.parametrize("answer", [NO_AUDIO, problem_answer(Problem(404, "not_found", "Gone."), {})])
def test_when_the_job_ends_without_audio_whoever_waits_is_let_go(redis_url: str, live: LiveAudio, answer: Answer):
    async def listen(place: Place) -> None:
        async with place.stream() as (parts, _):
            waiting = asyncio.ensure_future(anext(parts))
            await asyncio.sleep(0.3)
            assert not waiting.done()
            place.django.answers = answer
            announce(live.redis, [JOB])
            with pytest.raises(BrokenOff):
                await asyncio.wait_for(waiting, 0.5)

    run(redis_url, listen)


def test_who_was_too_slow_for_redis_gets_the_rest_from_the_file(redis_url: str, live: LiveAudio):
    async def listen(place: Place) -> None:
        live.append(CONTENT[:1000], 0)
        async with place.stream() as (parts, _):
            assert await anext(parts) == CONTENT[:1000]
            live.append(CONTENT, 1000)
            live.end(len(CONTENT))
            live.redis.delete(live_audio_key(JOB), live_audio_end_key(JOB))
            place.django.file = CONTENT
            found = [part async for part in parts]
            assert b"".join(found) == CONTENT[1000:]
            assert max(map(len, found)) == PART_BYTES
            assert place.django.asked == [1000]

    run(redis_url, listen)


def test_where_only_the_end_was_lost_the_file_tells_that_all_was_sent(redis_url: str, live: LiveAudio):
    async def listen(place: Place) -> None:
        place.django.file = CONTENT[:1000]
        live.append(CONTENT[:1000], 0)
        assert await place.whole() == CONTENT[:1000]

    run(redis_url, listen)


def test_a_file_that_is_shorter_than_what_was_sent_is_another(redis_url: str, live: LiveAudio):
    async def listen(place: Place) -> None:
        place.django.file = CONTENT[:999]
        live.append(CONTENT[:1000], 0)
        with pytest.raises(BrokenOff):
            await place.whole()

    run(redis_url, listen)


def test_django_is_asked_when_the_job_changes_and_not_for_every_word_of_the_audio(redis_url: str, live: LiveAudio):
    async def listen(place: Place) -> None:
        async with place.stream() as (parts, changes):
            changes.take()
            hearing = asyncio.ensure_future(anext(parts))
            for number in range(20):
                live.append(CONTENT[: number + 1], number)
                await hearing
                hearing = asyncio.ensure_future(anext(parts))
                await asyncio.sleep(0.01)
            assert len(place.django.asked) <= 1
            before = len(place.django.asked)
            announce(live.redis, [JOB])
            await asyncio.sleep(0.3)
            assert len(place.django.asked) == before + 1
            live.end(20)
            with pytest.raises(StopAsyncIteration):
                await hearing

    run(redis_url, listen)


def test_an_answer_that_settles_nothing_is_asked_for_again(
    redis_url: str, live: LiveAudio, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(audio_stream, "ASK_SECONDS", 0.1)

    async def listen(place: Place) -> None:
        place.django.answers = BUSY
        whole = asyncio.create_task(place.whole())
        while len(place.django.asked) < 3:
            await asyncio.sleep(0.02)
        place.django.file = CONTENT
        assert await whole == CONTENT

    run(redis_url, listen)


def test_a_stream_ends_when_its_changes_are_closed_and_is_not_the_whole(redis_url: str, live: LiveAudio):
    async def listen(place: Place) -> None:
        async with place.stream() as (parts, _):
            waiting = asyncio.ensure_future(anext(parts))
            await asyncio.sleep(0.1)
            place.hub.close()
            with pytest.raises(BrokenOff):
                await asyncio.wait_for(waiting, 0.5)

    run(redis_url, listen)


@dataclass
class Listener:
    """The other end of an ASGI connection."""

    method: str = "GET"
    messages: list[Any] = field(default_factory=list)
    is_gone: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self) -> Any:
        await self.is_gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.messages.append(message)

    async def hear(self, audio: Audio, suffix: str = "mp3") -> None:
        path = f"/api/v1/jobs/{JOB}/audio.{suffix}"
        scope = {"type": "http", "method": self.method, "path": path, "headers": [], "client": ("192.0.2.7", 1)}
        await audio(JOB, suffix, scope, b"", self.receive, self.send)

    @property
    def start(self) -> Answer:
        return Answer(self.messages[0]["status"], self.messages[0]["headers"], self.content)

    @property
    def content(self) -> bytes:
        return b"".join(message["body"] for message in self.messages[1:])

    @property
    def has_all(self) -> bool:
        return not self.messages[-1].get("more_body", False)


def test_the_answer_begins_before_there_is_anything_to_hear(redis_url: str, live: LiveAudio):
    async def listen(place: Place) -> None:
        listener = Listener()
        hearing = asyncio.create_task(listener.hear(place.audio()))
        await asyncio.sleep(0.2)
        headers = listener.start.headers
        assert (listener.start.status, listener.content) == (200, b"")
        assert (headers["content-type"], headers["cache-control"]) == ("audio/mpeg", "no-store")
        assert (headers["accept-ranges"], headers["x-frame-options"]) == ("none", "DENY")
        assert headers["content-disposition"] == 'inline; filename="a.mp3"'
        assert "content-length" not in headers
        live.append(CONTENT, 0)
        live.end(len(CONTENT))
        await hearing
        assert (listener.content, listener.has_all) == (CONTENT, True)

    run(redis_url, listen)


def test_what_was_broken_off_has_no_end(redis_url: str, live: LiveAudio):
    async def listen(place: Place) -> None:
        live.append(CONTENT[:10], 0)
        live.break_off()
        listener = Listener()
        await listener.hear(place.audio())
        assert (listener.content, listener.has_all) == (CONTENT[:10], False)

    run(redis_url, listen)


def test_one_who_goes_gives_his_place_back(redis_url: str, live: LiveAudio):
    async def listen(place: Place) -> None:
        audio, first, second = place.audio(limit=1), Listener(), Listener()
        hearing = asyncio.create_task(first.hear(audio))
        await asyncio.sleep(0.1)
        await second.hear(audio)
        assert (second.start.status, second.start.json["code"]) == (429, "too_many_streams")
        first.is_gone.set()
        await asyncio.wait_for(hearing, 0.5)
        third = Listener()
        hearing = asyncio.create_task(third.hear(audio))
        await asyncio.sleep(0.1)
        assert third.start.status == 200
        third.is_gone.set()
        await hearing

    run(redis_url, listen)


def test_head_tells_how_the_stream_would_be_and_takes_no_place(redis_url: str):
    async def listen(place: Place) -> None:
        listener = Listener("HEAD")
        await listener.hear(place.audio(limit=0))
        assert (listener.start.status, listener.content, listener.has_all) == (200, b"", True)
        assert listener.start.headers["content-type"] == "audio/mpeg"

    run(redis_url, listen)


def test_another_format_is_waited_for_and_then_answered_by_django(redis_url: str, live: LiveAudio):
    async def listen(place: Place) -> None:
        listener = Listener()
        hearing = asyncio.create_task(listener.hear(place.audio(), "wav"))
        await asyncio.sleep(0.2)
        assert listener.messages == []
        place.django.file = CONTENT
        announce(live.redis, [JOB])
        await asyncio.wait_for(hearing, 1)
        assert (listener.start.status, listener.content) == (200, CONTENT)

    run(redis_url, listen)


def test_nobody_waits_for_another_format_for_ever(redis_url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("web.live.audio.WAIT_SECONDS", 0.3)

    async def listen(place: Place) -> None:
        listener = Listener()
        await listener.hear(place.audio(), "ogg")
        assert (listener.start.status, listener.start.json["code"]) == (503, "audio_pending")

    run(redis_url, listen)
