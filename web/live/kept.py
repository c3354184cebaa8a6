"""Answers to polls, kept for as long as nothing is said of the job: a poll then asks neither Django nor the database.

Whatever changes a job says so on its channel. Progress is written into what is kept; after any other news, after a lost
connection, and after a while in any case, Django is asked again.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers

from web.api.conditional import names
from web.limits.allowance import RateLimited
from web.limits.reads import charge_read_by
from web.live.caller import caller_at
from web.live.shown import ShownJob
from worker.contract.queues import changed_channel

if TYPE_CHECKING:
    from starlette.types import Scope

    from web.live.answer import Answer
    from web.live.bridge import Bridge
    from web.live.changes import Changes
    from web.live.hub import Hub

MAX_KEPT: Final = 2000
KEPT_SECONDS: Final = 10.0
# A job's place in the queue changes with what becomes of others, of which nothing is said on its channel.
QUEUED_SECONDS: Final = 1.0
LISTEN_SECONDS: Final = 0.5

# What Django's answer may depend on besides the address: whether the host is ours, and whether TLS was used.
Key = tuple[str, str | None, str | None]


@dataclass(slots=True)
class _Kept:
    job: ShownJob
    changes: Changes
    listening: ExitStack
    until: float

    def is_current(self, now: float) -> bool:
        """Takes in what has been said meanwhile; False where that is more than progress."""
        if now > self.until:
            return False
        if not self.changes.is_new:
            return True
        hints, entries = self.changes.hints, self.changes.take()
        return not hints and entries is not None and all(self.job.heed(entry) for entry in entries)


class KeptAnswers:
    """Those of one process, in its event loop."""

    def __init__(self, bridge: Bridge, hub: Hub) -> None:
        self._bridge = bridge
        self._hub = hub
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()

    async def answer(self, job_id: str, scope: Scope) -> Answer:
        """Answers a GET of the job's own address."""
        headers = Headers(scope=scope)
        key = (job_id, headers.get("host"), headers.get("x-forwarded-proto"))
        kept = self._kept.get(key)
        if kept is None or not kept.is_current(asyncio.get_running_loop().time()):
            self._drop(key)
            return await self._ask(key, scope, headers)
        if names(headers.get("if-none-match"), kept.job.etag):
            return kept.job.unchanged()
        try:
            charge_read_by(caller_at(scope, headers))
        except RateLimited:
            return await self._bridge.answer(scope, b"")
        return kept.job.answer()

    async def _ask(self, key: Key, scope: Scope, headers: Headers) -> Answer:
        """Django's answer, kept if from before it was given whatever is said of the job is heard."""
        job_id = key[0]
        with ExitStack() as listening:
            changes = listening.enter_context(self._hub.changes(changed_channel(job_id)))
            hears = await self._hub.listens(changed_channel(job_id), LISTEN_SECONDS)
            changes.take()
            answer = await self._bridge.ask(scope, scope["path"])
            if answer.status != 200:
                return answer
            job = ShownJob(answer)
            if hears:
                seconds = QUEUED_SECONDS if job.is_queued else KEPT_SECONDS
                until = asyncio.get_running_loop().time() + seconds
                self._keep(key, _Kept(job, changes, listening.pop_all(), until))
        return job.unchanged() if names(headers.get("if-none-match"), job.etag) else answer

    def _keep(self, key: Key, kept: _Kept) -> None:
        self._drop(key)
        self._kept[key] = kept
        now = kept.until - KEPT_SECONDS
        while len(self._kept) > MAX_KEPT or next(iter(self._kept.values())).until < now:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Key) -> None:
        kept = self._kept.pop(key, None)
        if kept is not None:
            kept.listening.close()
