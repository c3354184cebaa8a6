"""Which workers live, and how much each can do: it says so every few seconds, and counts no more when it is silent."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, cast

from redis import Redis
from redis.exceptions import RedisError

from worker.contract.drain import is_drained
from worker.contract.queues import gauges_key, slots_key, workers_key

logger = logging.getLogger(__name__)

BEAT_SECONDS: Final = 5
SILENT_SECONDS: Final = 15


@dataclass(frozen=True, slots=True)
class Seen:
    """A worker that was heard of lately.

    Attributes:
        slots: How many jobs it takes at once; 0 while it is drained.
        silent_seconds: Since its last heartbeat.
    """

    name: str
    queue: str
    slots: int
    silent_seconds: int


class Heartbeat:
    """A worker's own, for each queue it takes jobs from, on a thread of its own from `start` to `stop`.

    Args:
        redis: The broker's.
        worker: The name of this worker, unlike any other's.
        queues: Those that it takes jobs from.
        is_well: Asked before each beat; a worker that is not well falls silent.
        slots: How many jobs it takes at once.
        drain: Called with whether the worker is to be drained, each time that changes.
        tell: Called with each beat, to say what else there is to say.
    """

    def __init__(
        self,
        redis: Redis,
        worker: str,
        queues: Iterable[str],
        is_well: Callable[[], bool],
        slots: int = 1,
        drain: Callable[[bool], None] = lambda _: None,
        tell: Callable[[], None] = lambda: None,
    ) -> None:
        self._is_well = is_well
        self._slots = slots
        self._drain = drain
        self._tell = tell
        self._is_drained = False
        self._redis = redis
        self._worker = worker
        self._queues = list(queues)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._beat_until_stopped, name="heartbeat", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """The worker is counted no more from now on."""
        self._stopping.set()
        self._thread.join()
        try:
            for queue in self._queues:
                _forget(self._redis, queue, [self._worker])
        except RedisError:
            logger.info("Redis is away: this worker is counted for %d s more", SILENT_SECONDS)

    def _beat_until_stopped(self) -> None:
        while not self._stopping.is_set():
            try:
                if self._is_well():
                    self._beat()
                    self._tell()
            except RedisError as error:
                logger.warning("could not tell Redis that this worker lives: %s", error)
            except Exception:
                # A worker that cannot say how it is lives all the same.
                logger.exception("a heartbeat broke off")
            self._stopping.wait(BEAT_SECONDS)

    def _beat(self) -> None:
        self._obey()
        slots = 0 if self._is_drained else self._slots
        now = _redis_seconds(self._redis)
        for queue in self._queues:
            _forget(self._redis, queue, _names(self._redis, queue, "-inf", now - SILENT_SECONDS))
            with self._redis.pipeline(transaction=True) as pipe:
                pipe.hset(slots_key(queue), self._worker, str(slots))
                pipe.zadd(workers_key(queue), {self._worker: now})
                pipe.execute()

    def _obey(self) -> None:
        wanted = is_drained(self._redis, self._worker)
        if wanted is not self._is_drained:
            self._drain(wanted)
            self._is_drained = wanted


def workers_seen(redis: Redis, queue: str) -> list[Seen]:
    """The workers of `queue` that were heard of in the last `SILENT_SECONDS`, drained ones too, by their names."""
    now = _redis_seconds(redis)
    beats = cast(
        "list[tuple[str, float]]",
        redis.zrangebyscore(workers_key(queue), now - SILENT_SECONDS, "+inf", withscores=True),
    )
    slots = redis.hmget(slots_key(queue), [name for name, _ in beats]) if beats else []
    # A worker that nobody knows more of takes at least one.
    seen = [
        Seen(name, queue, int(number or 1), max(0, now - int(beat)))
        for (name, beat), number in zip(beats, slots, strict=True)
    ]
    return sorted(seen, key=lambda worker: worker.name)


def live_workers(redis: Redis, *queues: str) -> int:
    """How many take jobs from any of `queues`."""
    return sum(slots > 0 for slots in _slots(redis, queues).values())


def live_slots(redis: Redis, *queues: str) -> int:
    """How many jobs those workers take at once, all together."""
    return sum(_slots(redis, queues).values())


def _slots(redis: Redis, queues: Iterable[str]) -> dict[str, int]:
    return {worker.name: worker.slots for queue in queues for worker in workers_seen(redis, queue)}


def _names(redis: Redis, queue: str, since: int | str, until: int | str) -> list[str]:
    """Workers whose last beat was in that time, in seconds, both ends included."""
    # Clients of Cadenza decode replies, which their types do not know.
    return cast("list[str]", redis.zrangebyscore(workers_key(queue), since, until))


def _forget(redis: Redis, queue: str, workers: list[str]) -> None:
    if workers:
        with redis.pipeline(transaction=True) as pipe:
            pipe.zrem(workers_key(queue), *workers)
            pipe.hdel(slots_key(queue), *workers)
            pipe.delete(*map(gauges_key, workers))
            pipe.execute()


def _redis_seconds(redis: Redis) -> int:
    """Redis's clock, the one that all workers share."""
    return int(redis.time()[0])
