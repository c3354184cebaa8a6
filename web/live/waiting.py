"""Waiting for a job to become other than it is."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from web.live.pace import Pace
from web.live.watching import watched
from worker.contract.queues import changed_channel

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import Receive

    from web.live.answer import Answer
    from web.live.changes import Changes
    from web.live.hub import Hub

MAX_WAIT_SECONDS: Final = 30
# So often is looked without being told, for what nobody could tell while Redis was away.
LOOK_SECONDS: Final = 5.0
LISTEN_SECONDS: Final = 0.5


async def wait_for(
    hub: Hub,
    job_id: str,
    seconds: float,
    receive: Receive,
    look: Callable[[], Awaitable[Answer | None]],
    *,
    heeds_music: bool = True,
) -> Answer | None:
    """Looks whenever something is said of the job, until there is an answer.

    Args:
        hub: Where things are said.
        job_id: The job's.
        seconds: None is returned after so long, at the end of the process, and when the client has gone.
        receive: Says when the client has gone.
        look: Asks Django; None where the answer is not yet the one that is waited for.
        heeds_music: Also when its music goes on, as it does several times a second; else only when its row changes.
    """
    clock = asyncio.get_running_loop().time
    deadline, pace = clock() + seconds, Pace(clock)
    channel = changed_channel(job_id)
    with hub.changes(channel) as changes, watched(receive, changes):
        await hub.listens(channel, min(seconds, LISTEN_SECONDS))
        while True:
            changes.take()
            await asyncio.sleep(min(pace.take(), max(0.0, deadline - clock())))
            if found := await look():
                return found
            if changes.is_closed or clock() >= deadline:
                return None
            look_at = min(clock() + LOOK_SECONDS, deadline)
            await changes.wait(look_at - clock())
            while not heeds_music and _is_music_alone(changes) and clock() < look_at:
                changes.take()
                await changes.wait(look_at - clock())


def _is_music_alone(changes: Changes) -> bool:
    return not (changes.hints or changes.has_gap or changes.is_closed)
