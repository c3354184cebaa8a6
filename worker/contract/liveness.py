"""Which workers live: each says so every few seconds and is counted no more when it falls silent."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from typing import Final

from redis import Redis
from redis.exceptions import RedisError

from worker.contract.queues import workers_key

logger = logging.getLogger(__name__)

BEAT_SECONDS: Final = 5
SILENT_SECONDS: Final = 15


class Heartbeat:
    """A worker's own, for each queue it takes jobs from, on a thread of its own from `start` to `stop`.

    A worker of which `is_well` is not true falls silent.
    """

    def __init__(self, redis: Redis, worker: str, queues: Iterable[str], is_well: Callable[[], bool]) -> None:
        self._is_well = is_well
        self._redis = redis
        self._worker = worker
        self._keys = [workers_key(queue) for queue in queues]
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._beat_until_stopped, name="heartbeat", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """The worker is counted no more from now on."""
        self._stopping.set()
        self._thread.join()
        try:
            for key in self._keys:
                self._redis.zrem(key, self._worker)
        except RedisError:
            logger.info("Redis is away: this worker is counted for %d s more", SILENT_SECONDS)

    def _beat_until_stopped(self) -> None:
        while not self._stopping.is_set():
            try:
                if self._is_well():
                    self._beat()
            except RedisError as error:
                logger.warning("could not tell Redis that this worker lives: %s", error)
            self._stopping.wait(BEAT_SECONDS)

    def _beat(self) -> None:
        now = _redis_seconds(self._redis)
        for key in self._keys:
            self._redis.zadd(key, {self._worker: now})
            self._redis.zremrangebyscore(key, "-inf", now - SILENT_SECONDS)


def live_workers(redis: Redis, queue: str) -> int:
    """How many workers took jobs from `queue` in the last `SILENT_SECONDS`."""
    return int(redis.zcount(workers_key(queue), _redis_seconds(redis) - SILENT_SECONDS, "+inf"))


def _redis_seconds(redis: Redis) -> int:
    """Redis's clock, the one that all workers share."""
    return int(redis.time()[0])
