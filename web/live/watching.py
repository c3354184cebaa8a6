"""Noticing that a client has gone."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import Receive

    from web.live.changes import Changes


@contextmanager
def watched(receive: Receive, changes: Changes) -> Iterator[None]:
    """Within the block the changes are closed as soon as the client is gone."""
    task = asyncio.create_task(_close_when_gone(receive, changes))
    try:
        yield
    finally:
        task.cancel()


async def _close_when_gone(receive: Receive, changes: Changes) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    changes.close()
