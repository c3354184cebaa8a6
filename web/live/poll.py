"""`GET /api/v1/jobs/{id}?wait=n`: a poll that is answered when there is something new."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.requests import Request

from web.live.standing import Standing
from web.live.waiting import MAX_WAIT_SECONDS, wait_for

if TYPE_CHECKING:
    from starlette.types import Receive, Scope

    from web.live.answer import Answer
    from web.live.bridge import Bridge
    from web.live.hub import Hub


def asked_wait(scope: Scope) -> int:
    """Seconds; 0 without `wait`, and where it is ill-formed, which Django refuses."""
    given = Request(scope).query_params.get("wait", "")
    seconds = int(given) if re.fullmatch(r"[0-9]{1,2}", given) else 0
    return seconds if seconds <= MAX_WAIT_SECONDS else 0


@dataclass(frozen=True, slots=True)
class LongPoll:
    bridge: Bridge
    hub: Hub

    async def __call__(self, job_id: str, seconds: int, scope: Scope, body: bytes, receive: Receive) -> Answer:
        """Django's answer as soon as it is not the one that the client knows, or when the time is over."""
        first = await self.bridge.answer(scope, body)
        etag = _known(first, Request(scope).headers.get("if-none-match"))
        if etag is None:
            return first

        async def look() -> Answer | None:
            answer = await self.bridge.ask(scope, scope["path"], etag)
            return None if answer.status == 304 else answer

        return await wait_for(self.hub, job_id, seconds, receive, look) or first


def _known(first: Answer, if_none_match: str | None) -> str | None:
    """What the answer that is waited for must differ from; None where the first one will do."""
    if first.status == 304:
        # Without that header nothing will change any more, and there is nothing to wait for.
        return if_none_match if "retry-after" in first.headers else None
    if first.status == 200 and if_none_match is None and not Standing.of(first).is_settled:
        return first.headers.get("etag")
    return None
