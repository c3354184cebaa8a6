"""A job's events for one client: first what the journal holds, then what is said, each once and none left out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from redis.exceptions import RedisError

from web.live.entries import PositionLost, read_entries
from web.live.feed import Feed
from web.live.frames import PING, frame
from web.live.standing import Standing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

    from redis.asyncio import Redis

    from web.live.answer import Answer
    from web.live.changes import Changes
    from web.live.entries import Entry, Position

PING_SECONDS: Final = 15.0
# Between two tries to read what was missed.
RETRY_SECONDS: Final = 1.0


class NothingLeft(Exception):
    """The client has been told all, and nothing will follow."""


class Stream:
    """From the journal and the hub's changes to the text of `text/event-stream`.

    Args:
        job_id: The job's.
        redis: Where the journal is read.
        changes: The hub's, which must listen by the time of `opening`.
        show: Asks Django for the job, as changed from an ETag.
        job: Django's answer 200 to that.
        ping_seconds: After so long a silence the client is told that we are here, and all is looked at again.
    """

    def __init__(
        self,
        job_id: str,
        redis: Redis,
        changes: Changes,
        show: Callable[[str | None], Awaitable[Answer]],
        job: Answer,
        ping_seconds: float = PING_SECONDS,
    ) -> None:
        self._job_id = job_id
        self._redis = redis
        self._changes = changes
        self._show = show
        self._job = job
        self._feed = Feed()
        self._ping_seconds = ping_seconds
        self._clock = asyncio.get_running_loop().time
        self._ping_at = self._clock() + ping_seconds

    async def opening(self, last: Position | None) -> bytes:
        """What the journal holds after `last`, the newest event that the client was told before, if any.

        Raises:
            NothingLeft: That was the last of all.
            RedisError: The journal cannot be read.
        """
        self._changes.take()
        entries = await read_entries(self._redis, self._job_id)
        said = [(entry.position, self._feed.take(entry)) for entry in entries]
        standing = Standing.of(self._job)
        if standing.is_ahead_of(self._feed.standing) or not _reaches_back(entries, last):
            return self._start_over(entries)
        left = b"".join(text for position, text in said if last is None or position > last)
        if last is not None and not left and self._feed.standing.is_settled:
            raise NothingLeft
        return left + self._end()

    async def rest(self) -> AsyncIterator[bytes]:
        """What follows, as it comes, until nothing more will or the changes are closed."""
        while not (self._feed.standing.is_settled or self._changes.is_closed):
            pause = RETRY_SECONDS if self._changes.has_gap else self._ping_seconds
            await self._changes.wait(min(pause, self._ping_at - self._clock()))
            text = await self._news()
            if not text and self._clock() >= self._ping_at:
                text = PING + await self._look_again()
            if text:
                self._ping_at = self._clock() + self._ping_seconds
                yield text

    async def _news(self) -> bytes:
        entries = self._changes.take()
        if entries is None or not self._feed.is_followed_by(entries):
            return await self._catch_up()
        return self._say(entries)

    async def _catch_up(self) -> bytes:
        """Reads in the journal what the changes left out; while Redis is away nothing is left out for good."""
        try:
            return self._say(await read_entries(self._redis, self._job_id, self._feed.position))
        except PositionLost:
            return await self._recover()
        except RedisError:
            self._changes.has_gap = True
            return b""

    async def _recover(self) -> bytes:
        """The journal is not the one that was read: the client is told how the job stands, by Django."""
        try:
            entries = await read_entries(self._redis, self._job_id)
        except RedisError:
            entries = None
        if entries is None or not await self._reads_job(None):
            self._changes.has_gap = True
            return b""
        return self._start_over(entries)

    async def _look_again(self) -> bytes:
        """In case nobody told us: the job may have ended, or be gone, without a word in the journal."""
        text = await self._catch_up()
        if text or self._changes.has_gap or not await self._reads_job(self._job.headers.get("etag")):
            return text
        standing = Standing.of(self._job)
        if not standing.is_ahead_of(self._feed.standing):
            return b""
        self._feed.standing = standing
        return self._snapshot()

    async def _reads_job(self, etag: str | None) -> bool:
        """Whether Django shows the job, changed from `etag`."""
        job = await self._show(etag)
        if job.status == 200:
            self._job = job
        elif job.status == 404:
            self._changes.close()
        return job.status == 200

    def _say(self, entries: Iterable[Entry]) -> bytes:
        return b"".join(map(self._feed.take, entries)) + self._end()

    def _start_over(self, entries: list[Entry]) -> bytes:
        self._feed = Feed.after(entries, Standing.of(self._job))
        return self._snapshot()

    def _snapshot(self) -> bytes:
        return frame("reset", self._job.json) + self._end()

    def _end(self) -> bytes:
        standing = self._feed.standing
        return frame("done", {"status": standing.status}) if standing.is_settled else b""


def _reaches_back(entries: list[Entry], last: Position | None) -> bool:
    """Whether the journal holds all from `last`, or from its beginning, to its end."""
    if last is None:
        return not entries or entries[0].position.number == 0
    return any(entry.position == last for entry in entries)
