"""Leases on messages: a job is given to another worker soon after its own died, however long it may take.

Celery's broker on Redis hands a message out again when it was not acknowledged within the visibility timeout. That is
kept short, and a worker that lives renews the time of the messages it works on.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

from redis import Redis
from redis.exceptions import RedisError

from worker.contract.queues import UNACKED_INDEX

logger = logging.getLogger(__name__)

RENEW_SECONDS: Final = 2.0


class Leases:
    """The messages this process works on, renewed on a thread of its own from `start` on.

    Args:
        redis: The broker's.
        is_well: Asked before each renewal; a worker that hangs loses its messages.
    """

    def __init__(self, redis: Redis, is_well: Callable[[], bool]) -> None:
        self._redis = redis
        self._is_well = is_well
        self._tags: set[str] = set()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._renew_for_ever, name="leases", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def take(self, delivery_tag: str) -> None:
        with self._lock:
            self._tags.add(delivery_tag)

    def let_go(self, delivery_tag: str) -> None:
        with self._lock:
            self._tags.discard(delivery_tag)

    def renew(self) -> None:
        """Renews all; a message that is acknowledged meanwhile is not taken up again."""
        with self._lock:
            tags = list(self._tags)
        if tags and self._is_well():
            now = time.time()
            self._redis.zadd(UNACKED_INDEX, dict.fromkeys(tags, now), xx=True)

    def _renew_for_ever(self) -> None:
        while True:
            try:
                self.renew()
            except RedisError as error:
                logger.warning("could not renew the leases of this worker's jobs: %s", error)
            time.sleep(RENEW_SECONDS)
