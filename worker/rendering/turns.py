"""Whose turn it is to use the processor: of many renderings the one whose listener would first run dry."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from heapq import heappop, heappush
from itertools import count


class Turns:
    """One rendering of the process works at a time, and the earliest due of those that wait comes next."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[tuple[float, int, threading.Event]] = []
        self._numbers = count()
        self._is_taken = False

    @contextmanager
    def taken(self, due: float) -> Iterator[None]:
        """The turn, for the length of the block; `due` is when what is to be rendered will be heard."""
        self._wait(due)
        try:
            yield
        finally:
            self._pass_on()

    def _wait(self, due: float) -> None:
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return
            called = threading.Event()
            heappush(self._waiting, (due, next(self._numbers), called))
        called.wait()

    def _pass_on(self) -> None:
        with self._lock:
            if self._waiting:
                heappop(self._waiting)[2].set()
            else:
                self._is_taken = False
