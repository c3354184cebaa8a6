"""Streams and long polls end as soon as the process is told to, so that nobody has to be cut off."""

from __future__ import annotations

import asyncio
import signal
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def on_ending(call: Callable[[], None]) -> None:
    """Has `call` run in this event loop on SIGTERM and SIGINT, before what the server does with them."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _first(call, loop, signal.getsignal(number)))


def _first(call: Callable[[], None], loop: asyncio.AbstractEventLoop, then: Any) -> Any:
    def handle(number: int, frame: Any) -> None:
        loop.call_soon_threadsafe(call)
        if callable(then):
            then(number, frame)

    return handle
