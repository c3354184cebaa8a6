"""`GET /api/v1/jobs/{id}/events`: a job's events as they happen, until it has ended."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from redis.exceptions import RedisError
from starlette.datastructures import Headers
from starlette.requests import Request

from web.api.problems import Problem
from web.live.answer import Answer, Refused, problem_answer
from web.live.caller import caller_at
from web.live.entries import Position
from web.live.frames import retry
from web.live.stream import PING_SECONDS, NothingLeft, Stream
from web.live.watching import watched
from worker.contract.queues import changed_channel

if TYPE_CHECKING:
    from redis.asyncio import Redis
    from starlette.types import Receive, Scope, Send

    from web.live.bridge import Bridge
    from web.live.hub import Hub
    from web.live.slots import Slots

RECONNECT_MILLISECONDS: Final = 2000
LISTEN_SECONDS: Final = 5.0
_HEADERS: Final = {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-cache, no-transform",
    # Asks nginx to pass on each event at once.
    "X-Accel-Buffering": "no",
}
_BAD_ID: Final = Problem(
    400, "invalid_event_id", "The last event's id must be one that a stream gave, such as '1-12'; or leave it out."
)
_AWAY: Final = Problem(
    503, "queue_unavailable", "Redis, from which events come, does not answer; try again soon.", retry_after_seconds=2
)


@dataclass(frozen=True, slots=True)
class Events:
    """The streams of one process.

    Attributes:
        ping_seconds: See `Stream`.
    """

    bridge: Bridge
    hub: Hub
    redis: Redis
    slots: Slots
    ping_seconds: float = PING_SECONDS

    async def __call__(self, job_id: str, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers with a job's events; `path` is the job's own."""
        job = await self.bridge.ask(scope, path)
        also = job.security_headers()
        try:
            if job.status == 200:
                await self._stream(job_id, path, job, scope, receive, send)
            else:
                await job.send(send)
        except Refused as refused:
            await problem_answer(refused.problem, also).send(send)
        except NothingLeft:
            # Tells an EventSource not to connect again.
            await Answer(204, Headers(also).raw).send(send)

    async def _stream(self, job_id: str, path: str, job: Answer, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        last = _last_event(request)
        with (
            self.slots.taken(caller_at(scope, request.headers).address),
            self.hub.changes(changed_channel(job_id)) as changes,
            watched(receive, changes),
        ):
            show = partial(self.bridge.ask, scope, path)
            stream = Stream(job_id, self.redis, changes, show, job, self.ping_seconds)
            opening = await self._opening(stream, job_id, last)
            headers = Headers({**job.security_headers(), **_HEADERS}).raw
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send(_part(retry(RECONNECT_MILLISECONDS) + opening))
            async for text in stream.rest():
                await send(_part(text))
            await send(_part(b"", has_more=False))

    async def _opening(self, stream: Stream, job_id: str, last: Position | None) -> bytes:
        if not await self.hub.listens(changed_channel(job_id), LISTEN_SECONDS):
            raise Refused(_AWAY)
        try:
            return await stream.opening(last)
        except RedisError as error:
            raise Refused(_AWAY) from error


def _part(text: bytes, *, has_more: bool = True) -> dict[str, object]:
    return {"type": "http.response.body", "body": text, "more_body": has_more}


def _last_event(request: Request) -> Position | None:
    """Which event the client was told last; an EventSource says so by itself when it connects again."""
    text = request.headers.get("last-event-id") or request.query_params.get("last_event_id")
    try:
        return Position.parse(text) if text else None
    except ValueError as error:
        raise Refused(_BAD_ID) from error
