"""Values that many ask for and that need not be of this very moment."""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Recent(Generic[T]):
    """A function's value, at most `seconds` old by the monotonic clock; while one thread computes, others wait for it.

    What it raises is passed on and not remembered.
    """

    def __init__(self, compute: Callable[[], T], seconds: float) -> None:
        self._compute = compute
        self._seconds = seconds
        self._lock = Lock()
        self._known: tuple[float, T] | None = None

    def __call__(self) -> T:
        with self._lock:
            if self._known is None or time.monotonic() - self._known[0] > self._seconds:
                self._known = time.monotonic(), self._compute()
            return self._known[1]

    def forget(self) -> None:
        with self._lock:
            self._known = None
