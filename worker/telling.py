"""What a worker says of itself with each heartbeat: what it has done since the last one, and what it holds."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from worker.contract.gauges import Gauge, tell_gauges
from worker.contract.totals import Total
from worker.process import leases, redis, settings, totals

if TYPE_CHECKING:
    from worker.generation import Generation

logger = logging.getLogger(__name__)

LAST_WORD_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Teller:
    """A worker's own; `generation` is what a worker that composes has."""

    worker: str
    generation: Generation | None = None

    def begin(self) -> None:
        """What is counted elsewhere is told from now on."""
        totals().watch(self._counts)

    def tell(self) -> None:
        """Raises `RedisError` while Redis is away; what was to be said is said the next time."""
        totals().tell(redis())
        tell_gauges(redis(), self.worker, self._gauges())

    def tell_last(self) -> None:
        """What was done after the last heartbeat; a process that ends does not wait for Redis."""
        seconds = LAST_WORD_SECONDS
        try:
            with Redis.from_url(
                settings().redis_url,
                socket_timeout=seconds,
                socket_connect_timeout=seconds,
                retry=Retry(NoBackoff(), 0),
            ) as impatient:
                totals().tell(impatient)
        except RedisError as error:
            logger.info("the last counts of this worker are lost: %s", error)

    def _counts(self) -> Mapping[Total, float]:
        counts: dict[Total, float] = {Total.LEASES_LOST: leases().lost}
        if self.generation:
            work, library = self.generation.engine.work, self.generation.library
            counts |= {
                Total.ENGINE_CALLS: work.calls,
                Total.ENGINE_SECONDS: work.seconds,
                Total.ENGINE_STEPS: work.steps,
                Total.ENGINE_ROWS: work.rows,
                Total.ENGINE_SLOTS: work.slots,
                Total.ENGINE_EVENTS: work.events,
                Total.NETWORKS_LOADED: library.loaded,
                Total.NETWORKS_LET_GO: library.let_go,
            }
        return counts

    def _gauges(self) -> Mapping[Gauge, float]:
        gauges: dict[Gauge, float] = {Gauge.RESIDENT_BYTES: _resident_bytes()}
        if self.generation:
            networks, taken_bytes = self.generation.library.held()
            gauges |= {Gauge.NETWORKS: networks, Gauge.NETWORK_BYTES: taken_bytes}
        return gauges


def _resident_bytes() -> int:
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
