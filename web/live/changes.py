"""What one waiting client has yet to hear."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from web.live.entries import Entry

# A client that is so far behind reads the journal instead.
MAX_WAITING_ENTRIES: Final = 64


class Changes:
    """Filled by the hub and emptied by whoever serves the client, both in one event loop.

    Attributes:
        has_gap: Something may be missing from the entries.
        hints: Channels on which was said that something has changed, and not what.
        is_closed: The client is gone, or this process is about to end.
    """

    __slots__ = ("_entries", "_woken", "has_gap", "hints", "is_closed")

    def __init__(self) -> None:
        self.has_gap = False
        self.hints: frozenset[str] = frozenset()
        self.is_closed = False
        self._entries: deque[Entry] = deque()
        self._woken = asyncio.Event()

    def add(self, entry: Entry) -> None:
        self.has_gap = self.has_gap or len(self._entries) == MAX_WAITING_ENTRIES
        if not self.has_gap:
            self._entries.append(entry)
        self._woken.set()

    def miss(self) -> None:
        """Something may have been said that nobody heard."""
        self.has_gap = True
        self._woken.set()

    def hint(self, channel: str) -> None:
        """Something has changed of which the channel does not say what."""
        self.hints |= {channel}
        self._woken.set()

    @property
    def is_new(self) -> bool:
        """Whether there is anything to take."""
        return self._woken.is_set()

    def close(self) -> None:
        self.is_closed = True
        self._woken.set()

    async def wait(self, seconds: float) -> None:
        """Until there is something new, at most `seconds`."""
        try:
            async with asyncio.timeout(max(seconds, 0)):
                await self._woken.wait()
        except TimeoutError:
            pass

    def take(self) -> list[Entry] | None:
        """The entries that have come; None where some are missing, which the journal has."""
        entries = None if self.has_gap else list(self._entries)
        self._entries.clear()
        self.has_gap, self.hints = False, frozenset()
        self._woken.clear()
        return entries
