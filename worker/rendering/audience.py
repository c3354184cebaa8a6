"""Who waits for a rendering, and how urgently."""

from __future__ import annotations

import math
import time
from typing import Final

from redis import Redis

from worker.contract.listeners import has_listener

LOOK_SECONDS: Final = 0.05


class Audience:
    """The listeners of one job; whoever came counts until the end."""

    def __init__(self, redis: Redis, job_id: str) -> None:
        self._redis = redis
        self._job_id = job_id
        self._came_at: float | None = None
        self._look_at = 0.0

    @property
    def is_there(self) -> bool:
        """Whether anybody has come; Redis is asked every `LOOK_SECONDS` at most."""
        now = time.monotonic()
        if self._came_at is None and now >= self._look_at:
            self._look_at = now + LOOK_SECONDS
            if has_listener(self._redis, self._job_id):
                self._came_at = now
        return self._came_at is not None

    def runs_dry_at(self, seconds: float) -> float:
        """When who hears so many seconds from the beginning will have heard them all; never, where nobody does."""
        return math.inf if not self.is_there or self._came_at is None else self._came_at + seconds
