"""How often a waiting request may ask Django: a few times at once, and then so many a second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

AT_ONCE: Final = 3
INTERVAL_SECONDS: Final = 0.25


class Pace:
    """A token bucket, kept as the moment at which it will be full.

    Args:
        clock: Seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._full_at = clock()

    def take(self) -> float:
        """Counts one more time; how many seconds to wait before it."""
        self._full_at = max(self._full_at, self._clock()) + INTERVAL_SECONDS
        return max(0.0, self._full_at - self._clock() - AT_ONCE * INTERVAL_SECONDS)
