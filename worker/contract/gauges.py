"""What each worker holds just now, told with its heartbeat and forgotten with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final, cast

from redis import Redis

from worker.contract.liveness import SILENT_SECONDS
from worker.contract.queues import gauges_key


class Gauge(StrEnum):
    """By its name in Redis; Prometheus has `cadenza_worker_` before it."""

    NETWORKS = "networks"
    NETWORK_BYTES = "network_bytes"
    RESIDENT_BYTES = "resident_bytes"


MEANINGS: Final = {
    Gauge.NETWORKS: "Networks that a worker holds.",
    Gauge.NETWORK_BYTES: "What those take by the worker's own sum, which MODEL_MEMORY_MIB limits.",
    Gauge.RESIDENT_BYTES: "Memory of a worker that is in RAM.",
}


def tell_gauges(redis: Redis, worker: str, values: Mapping[Gauge, float]) -> None:
    """Says how it is with `worker`, for as long as it is not silent."""
    mapping: dict[Any, Any] = {str(gauge): value for gauge, value in values.items()}
    with redis.pipeline(transaction=True) as pipe:
        pipe.hset(gauges_key(worker), mapping=mapping)
        pipe.expire(gauges_key(worker), SILENT_SECONDS)
        pipe.execute()


def gauges_told(redis: Redis, workers: Iterable[str]) -> dict[str, dict[Gauge, float]]:
    """Of each of `workers` what it said last."""
    names = list(workers)
    with redis.pipeline(transaction=False) as pipe:
        for name in names:
            pipe.hgetall(gauges_key(name))
        found = cast("list[dict[str, str]]", pipe.execute())
    return {name: _known(values) for name, values in zip(names, found, strict=True)}


def _known(values: Mapping[str, str]) -> dict[Gauge, float]:
    return {Gauge(name): float(value) for name, value in values.items() if name in set(Gauge)}
