"""What listeners get and what it costs, from what a simulation has seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tests.bench.cluster.mix import Piece
from tests.bench.cluster.seen import STEP_SECONDS, Array, Seen

# A piece is taken in between two rounds, is in the next, and tells of it soon after.
ROUNDS_TO_FIRST_NOTE = 1.5
TELL_SECONDS = 0.015


@dataclass(frozen=True, slots=True)
class Summary:
    """Seconds of all jobs that were not refused: until a place, until the first note, until the whole piece."""

    wait_p50: float
    wait_p95: float
    wait_p99: float
    first_note_p50: float
    first_note_p95: float
    took_p50: float
    took_p95: float
    refused_share: float
    handed_back: int
    worker_hours: float
    most_workers: int


def summary(seen: Seen, pieces: Sequence[Piece]) -> Summary:
    waits, counts = seen.waits[:, 0], seen.waits[:, 1]
    first, took, of = _of_all(seen, pieces)
    wait_p50, wait_p95, wait_p99 = quantiles(waits, counts, (0.5, 0.95, 0.99))
    first_note_p50, first_note_p95 = quantiles(first, counts, (0.5, 0.95))
    took_p50, took_p95 = quantiles(took, of, (0.5, 0.95))
    return Summary(
        wait_p50=wait_p50,
        wait_p95=wait_p95,
        wait_p99=wait_p99,
        first_note_p50=first_note_p50,
        first_note_p95=first_note_p95,
        took_p50=took_p50,
        took_p95=took_p95,
        refused_share=seen.refused / max(1, seen.arrived),
        handed_back=seen.handed_back,
        worker_hours=seen.worker_seconds / 3600,
        most_workers=int(seen.workers.max()),
    )


def quantiles(values: Array, counts: Array, shares: Sequence[float]) -> list[float]:
    """Of values that each stand for so many."""
    order = np.argsort(values)
    below = np.cumsum(counts[order])
    return [float(values[order][min(np.searchsorted(below, share * below[-1]), len(order) - 1)]) for share in shares]


def _of_all(seen: Seen, pieces: Sequence[Piece]) -> tuple[Array, Array, Array]:
    """First notes for each entry of `waits`; then whole times and for how many, for each entry and each length."""
    at, waits, counts = seen.waits[:, 2], seen.waits[:, 0], seen.waits[:, 1]
    times = np.arange(len(seen.rounds)) * STEP_SECONDS
    # The clock stands still while nothing is under way: of equal rounds the first time counts.
    rounds = np.maximum.accumulate(seen.rounds + np.arange(len(times)) * 1e-9)
    before = np.interp(at * STEP_SECONDS, times, rounds)
    shares = {calls: sum(p.share for p in pieces if p.longest == calls) for calls in {p.longest for p in pieces}}

    def passed(calls: float) -> Array:
        found: Array = waits + np.interp(before + calls, rounds, times) - at * STEP_SECONDS
        return found

    took = np.concatenate([passed(calls) for calls in shares])
    return passed(ROUNDS_TO_FIRST_NOTE) + TELL_SECONDS, took, np.concatenate([counts * s for s in shares.values()])
