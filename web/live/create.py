"""`POST /api/v1/jobs` with `Prefer`: the piece itself, if it is made soon enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders

from web.live.answer import Answer
from web.live.standing import Standing
from web.live.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import Receive, Scope

    from web.live.bridge import Bridge
    from web.live.hub import Hub
    from web.live.preference import Preference

# Said of the job as it was accepted, and untrue of the finished one.
_NOT_ANY_MORE: Final = ("content-length", "etag", "retry-after")


@dataclass(frozen=True, slots=True)
class Create:
    """Creation with a wait.

    Attributes:
        job_id_of: Which job lies at a path, if any.
    """

    bridge: Bridge
    hub: Hub
    job_id_of: Callable[[str], str | None]

    async def __call__(self, preference: Preference, scope: Scope, body: bytes, receive: Receive) -> Answer:
        """Has Django accept the job, and answers 201 with its end where it comes in time, else Django's own."""
        accepted = await self.bridge.answer(scope, body)
        path = accepted.headers.get("location", "")
        job_id = self.job_id_of(path)
        if accepted.status != 202 or job_id is None:
            return accepted
        finished = None
        if preference.wait_seconds:
            look = _Look(self.bridge, scope, path)
            seconds = preference.wait_seconds
            finished = await wait_for(self.hub, job_id, seconds, receive, look, heeds_music=False)
        answer = _created(accepted, finished) if finished else accepted
        return answer.with_headers(Preference_Applied=preference.applied)


class _Look:
    """Asks for a job until it is final; only what has changed is sent whole."""

    def __init__(self, bridge: Bridge, scope: Scope, path: str) -> None:
        self._bridge, self._scope, self._path = bridge, scope, path
        self._etag: str | None = None

    async def __call__(self) -> Answer | None:
        answer = await self._bridge.ask(self._scope, self._path, self._etag)
        if answer.status != 200:
            return None
        self._etag = answer.headers.get("etag")
        return answer if Standing.of(answer).is_final else None


def _created(accepted: Answer, finished: Answer) -> Answer:
    headers = MutableHeaders(raw=[header for header in accepted.raw_headers if header[0].decode() not in _NOT_ANY_MORE])
    headers["content-length"] = str(len(finished.body))
    return Answer(201, headers.raw, finished.body)
