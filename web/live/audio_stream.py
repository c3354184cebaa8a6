"""A job's MP3 for one listener: the bytes that are in Redis as they come, and those that are not from the file."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from redis.exceptions import RedisError

from web.live.answer import Answer
from web.live.pace import Pace
from worker.contract.live_audio import BROKEN_OFF
from worker.contract.queues import changed_channel, live_audio_end_key, live_audio_key

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from redis.asyncio import Redis

    from web.live.changes import Changes

PART_BYTES: Final = 64 * 1024
# So often is looked without being told, for the case that a word was lost or that Redis was away.
READ_SECONDS: Final = 1.0
# After so long a silence Django is asked how the job stands.
ASK_SECONDS: Final = 5.0


class BrokenOff(Exception):
    """What was sent is not the whole, and nothing more will be."""


class AudioStream:
    """From the first byte to the last, at the listener's pace: nothing is kept for him.

    Args:
        job_id: The job's.
        redis: Where the MP3 grows; it gives bytes.
        changes: The hub's, of what is said of the job and of its audio.
        ask: Asks Django for the audio from a byte on.
    """

    def __init__(self, job_id: str, redis: Redis, changes: Changes, ask: Callable[[int], Awaitable[Answer]]) -> None:
        self._job_id = job_id
        self._redis = redis
        self._changes = changes
        self._ask = ask
        self._clock = asyncio.get_running_loop().time
        self._pace = Pace(self._clock)
        self._ask_at = self._clock() + ASK_SECONDS
        self._has_job_changed = False
        self._offset = 0

    async def parts(self) -> AsyncIterator[bytes]:
        """The bytes, a part at a time, until there is nothing left.

        Raises:
            BrokenOff: The audio will not be complete, or the changes were closed.
        """
        while not self._changes.is_closed:
            part, end = await self._read()
            if part:
                self._offset += len(part)
                self._ask_at = self._clock() + ASK_SECONDS
                yield part
            elif end == BROKEN_OFF:
                raise BrokenOff("its rendering was")
            elif end == str(self._offset):
                return
            elif self._has_job_changed or self._clock() >= self._ask_at:
                rest = await self._rest()
                if rest is not None:
                    async for stored in rest.parts():
                        for start in range(0, len(stored), PART_BYTES):
                            yield stored[start : start + PART_BYTES]
                    return
            else:
                await self._news()
        raise BrokenOff("the listener has gone, or this process ends")

    async def _read(self) -> tuple[bytes, str]:
        """What comes next, and how it ended, if it did; nothing while Redis is away."""
        try:
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.getrange(live_audio_key(self._job_id), self._offset, self._offset + PART_BYTES - 1)
                pipe.get(live_audio_end_key(self._job_id))
                part, end = await pipe.execute()
        except RedisError:
            return b"", ""
        return part, (end or b"").decode()

    async def _rest(self) -> Answer | None:
        """What the stored file has beyond what was sent; None where there is none yet.

        Raises:
            BrokenOff: There will be none.
        """
        await asyncio.sleep(self._pace.take())
        self._has_job_changed, self._ask_at = False, self._clock() + ASK_SECONDS
        answer = await self._ask(self._offset)
        match answer.status:
            case 206:
                return answer
            case 416 if answer.headers["content-range"] == f"bytes */{self._offset}":
                return Answer(204, [])
            case 404 | 409 | 416:
                raise BrokenOff(answer.json["detail"])
        return None

    async def _news(self) -> None:
        """Waits until something is said of the audio, or of the job by the database, and not too long."""
        until = min(self._clock() + READ_SECONDS, self._ask_at)
        hints: frozenset[str] = frozenset()
        while not (hints or self._has_job_changed or self._changes.is_closed) and self._clock() < until:
            await self._changes.wait(until - self._clock())
            hints, has_gap = self._changes.hints, self._changes.take() is None
            self._has_job_changed = has_gap or changed_channel(self._job_id) in hints
