"""Ctrl-C during a run: first comes the checkpoint."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType
from typing import Final

STDERR: Final = 2


class RunStopped(KeyboardInterrupt):
    """A run ended by hand, its checkpoint written; the message says how to go on."""


@contextmanager
def stop_asked() -> Iterator[Event]:
    """Yields an event that the first Ctrl-C sets; a second one interrupts at once."""
    asked = Event()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        asked.set()
        signal.signal(signal.SIGINT, before)
        # Not by print: the signal may have come while that writes.
        os.write(STDERR, b"\nwriting a checkpoint, then stopping; Ctrl-C again stops at once\n")

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)
