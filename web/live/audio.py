"""`GET /api/v1/jobs/{id}/audio.mp3`, `.wav` and `.ogg`: the file, or the MP3 while it is being made."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from starlette.datastructures import Headers

from web.api.problems import AUDIO_PENDING
from web.live.answer import Answer, Refused, problem_answer
from web.live.audio_stream import AudioStream, BrokenOff
from web.live.caller import caller_at
from web.live.waiting import wait_for
from web.live.watching import watched
from worker.contract.logs import about
from worker.contract.queues import changed_channel, live_audio_channel

if TYPE_CHECKING:
    from redis.asyncio import Redis
    from starlette.types import Receive, Scope, Send

    from web.live.bridge import Bridge
    from web.live.hub import Hub
    from web.live.slots import Slots

logger = logging.getLogger(__name__)

# The one format that can be heard before it is complete.
STREAMED: Final = "mp3"
# How long whoever asks for another one is kept waiting for it.
WAIT_SECONDS: Final = 60.0
LISTEN_SECONDS: Final = 0.5
_HEADERS: Final = {
    "Content-Type": "audio/mpeg",
    "Cache-Control": "no-store",
    "Accept-Ranges": "none",
    # Asks nginx to pass on each part at once.
    "X-Accel-Buffering": "no",
}


@dataclass(frozen=True, slots=True)
class Audio:
    """The audio of one process's listeners; `redis` gives bytes."""

    bridge: Bridge
    hub: Hub
    redis: Redis
    slots: Slots

    async def __call__(
        self, job_id: str | None, suffix: str, scope: Scope, body: bytes, receive: Receive, send: Send
    ) -> None:
        """Answers as Django does, but where Django can only say that the audio is not there yet.

        `job_id` is None where the address does not have it; then Django says whose audio it is.
        """
        answer = await self.bridge.answer(scope, body)
        job_id = job_id or answer.pending_job
        if job_id is None or not _is_pending(answer):
            await answer.send(send)
        elif suffix == STREAMED:
            await self._begin(job_id, answer, scope, receive, send)
        else:
            look = partial(self._look, scope, body)
            found = await wait_for(self.hub, job_id, WAIT_SECONDS, receive, look)
            await (found or answer).send(send)

    async def _look(self, scope: Scope, body: bytes) -> Answer | None:
        answer = await self.bridge.answer(scope, body)
        return None if _is_pending(answer) else answer

    async def _begin(self, job_id: str, pending: Answer, scope: Scope, receive: Receive, send: Send) -> None:
        also = pending.security_headers()
        disposition = {"Content-Disposition": pending.headers["content-disposition"]}
        start = Answer(200, Headers({**also, **_HEADERS, **disposition}).raw)
        if scope["method"] == "HEAD":
            await start.send(send)
            return
        try:
            await self._stream(job_id, start, scope, receive, send)
        except Refused as refused:
            await problem_answer(refused.problem, also).send(send)
        except BrokenOff as reason:
            # Without the last chunk the client knows that this was not the whole.
            with about(job_id):
                logger.info("the audio of job %s is broken off: %s", job_id, reason)

    async def _stream(self, job_id: str, start: Answer, scope: Scope, receive: Receive, send: Send) -> None:
        channels = changed_channel(job_id), live_audio_channel(job_id)
        with (
            self.slots.taken(caller_at(scope, Headers(scope=scope)).address),
            self.hub.changes(*channels) as changes,
            watched(receive, changes),
        ):
            await send({"type": "http.response.start", "status": start.status, "headers": start.raw_headers})
            for channel in channels:
                await self.hub.listens(channel, LISTEN_SECONDS)
            stream = AudioStream(job_id, self.redis, changes, partial(self._from_byte, scope))
            async for part in stream.parts():
                await send(_part(part))
            await send(_part(b"", has_more=False))

    async def _from_byte(self, scope: Scope, first: int) -> Answer:
        return await self.bridge.ask(scope, scope["path"], from_byte=first)


def _is_pending(answer: Answer) -> bool:
    return answer.status == 503 and bool(answer.json["code"] == AUDIO_PENDING)


def _part(content: bytes, *, has_more: bool = True) -> dict[str, Any]:
    return {"type": "http.response.body", "body": content, "more_body": has_more}
