"""Twice as many listeners as the service can serve: how long those wait that it takes, and how it is when they go."""

from __future__ import annotations

import itertools
import os
import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from tests.bench.figures import report
from tests.bench.service.crowd import Turn, closed_loop, open_loop
from tests.bench.service.memory import Memory, watched
from tests.bench.service.mix import Body, piano, requests, types_of
from tests.bench.service.process import wait_until_idle
from tests.bench.service.whole import Whole, whole_service

# At twice the capacity; a trial may be shorter.
SECONDS: Final = float(os.environ.get("BENCH_OVERLOAD_SECONDS", "300"))
BEARABLE_SECONDS: Final = max(SECONDS / 5, 30.0)
CAPACITY_SECONDS: Final = 40.0
# Until as many are under way as will be.
SETTLED_SECONDS: Final = 10.0
QUEUE_LIMIT: Final = 80
SEED: Final = 2
PIECES_AT_REST: Final = 5
# No two pieces take the same time.
AS_AT_REST: Final = 1.25
PATIENCE_SECONDS: Final = 90.0


def measure(folder: Path) -> None:
    """Reports waits below and beyond capacity, refusals, memory, and how soon all is as before."""
    with whole_service(folder, settings={"QUEUE_LIMIT": str(QUEUE_LIMIT)}) as whole:
        bodies = requests(types_of(whole.url), SEED)
        _warm_up(whole, bodies)
        capacity = _capacity(whole, bodies)
        rest = statistics.median(_seconds_of_a_piece(whole) for _ in range(PIECES_AT_REST))
        bearable = _open_loop(whole, bodies, 0.9 * capacity, BEARABLE_SECONDS)
        with watched(whole) as memory:
            overload = _open_loop(whole, bodies, 2 * capacity, SECONDS)
        recovered = _recovery_seconds(whole, overload, rest)
    _report_waits(capacity, bearable, overload)
    _report_memory(memory, overload)
    name = "from the end of the overload until a piece comes as soon as at rest"
    report(name, recovered, "s", "<= 30", at_rest_seconds=round(rest, 2), drained_after=round(_drain(overload), 1))


def _warm_up(whole: Whole, bodies: Iterator[Body]) -> None:
    """Loads every network, and has every graph made."""
    closed_loop(whole.url, list(itertools.islice(bodies, 2 * QUEUE_LIMIT)), QUEUE_LIMIT)
    wait_until_idle(whole.pids["worker"])


def _capacity(whole: Whole, bodies: Iterator[Body]) -> float:
    """Pieces a second when as many are under way as may be."""
    many = list(itertools.islice(bodies, 2000))
    made = closed_loop(whole.url, many, QUEUE_LIMIT, CAPACITY_SECONDS).made
    counted = sum(SETTLED_SECONDS < asked.until <= CAPACITY_SECONDS for asked in made)
    return counted / (CAPACITY_SECONDS - SETTLED_SECONDS)


def _open_loop(whole: Whole, bodies: Iterator[Body], per_second: float, seconds: float) -> Turn:
    arrivals = list(_poisson(per_second, seconds))
    return open_loop(whole.url, list(itertools.islice(bodies, len(arrivals))), arrivals)


def _poisson(per_second: float, seconds: float) -> Iterator[float]:
    """Moments at which listeners come who know nothing of each other."""
    drawn, at = random.Random(SEED), 0.0
    while (at := at + drawn.expovariate(per_second)) < seconds:
        yield at


def _seconds_of_a_piece(whole: Whole) -> float:
    """How long a short piece of piano takes just now; endless where it is refused."""
    turn = closed_loop(whole.url, list(itertools.islice(piano(SEED, 10), 1)), 1)
    return turn.made[0].took if turn.made else float("inf")


def _recovery_seconds(whole: Whole, overload: Turn, rest: float) -> float:
    """From the last arrival on; the crowd returns when the last piece has been fetched."""
    ended = time.monotonic() - _drain(overload)
    while time.monotonic() - ended < PATIENCE_SECONDS:
        since = time.monotonic() - ended
        if _seconds_of_a_piece(whole) <= AS_AT_REST * rest:
            return since
    return float("inf")


def _drain(turn: Turn) -> float:
    """Seconds from the last arrival to the last answer."""
    return max(asked.until for asked in turn.asked) - max(asked.at for asked in turn.asked)


def _report_waits(capacity: float, bearable: Turn, overload: Turn) -> None:
    usual, late = _p95(bearable), _p95(overload)
    refused = [asked for asked in overload.asked if asked.status != 200]
    report(
        "95 % of waits of those admitted at twice the capacity, times that at nine tenths of it",
        late / usual,
        "times",
        "<= 2",
        seconds=[round(usual, 2), round(late, 2)],
        capacity_per_second=round(capacity, 2),
        queue_limit=QUEUE_LIMIT,
        admitted_per_second=round(len(overload.made) / SECONDS, 2),
        refused_at_nine_tenths=len(bearable.asked) - len(bearable.made),
    )
    silent = [asked for asked in refused if asked.status != 503 or asked.retry_after is None]
    statuses = {str(status): count for status, count in Counter(asked.status for asked in refused).items()}
    answered = round(float(np.percentile([asked.took for asked in refused], 95)), 3) if refused else None
    report("refusals that are no 503 with Retry-After", len(silent), "", "<= 0", refused=statuses, p95_seconds=answered)


def _report_memory(memory: Memory, overload: Turn) -> None:
    for name in ("web", "worker", "ingest", "redis"):
        target = "" if name == "redis" else "<= 5"
        of = {"first_mebibytes": memory.first[name], "last_mebibytes": memory.last[name]}
        report(f"memory of {name} over the overload grows by", 100 * memory.growth(name), "%", target, **of)
    if os.environ.get("WRITE"):
        memory.plot()


def _p95(turn: Turn) -> float:
    return float(np.percentile([asked.took for asked in turn.made if asked.at > SETTLED_SECONDS], 95))
