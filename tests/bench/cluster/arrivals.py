"""When pieces are asked for: evenly at random, or as a day goes, with a burst."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.bench.cluster.exact import Job
from tests.bench.cluster.mix import Piece

DAY_SECONDS = 86_400.0


def poisson(pieces: Sequence[Piece], per_second: float, seconds: float, seed: int) -> list[Job]:
    """Jobs that come independently of each other for so long, in order."""
    drawn = np.random.default_rng(seed)
    times = np.sort(drawn.uniform(0, seconds, drawn.poisson(per_second * seconds)))
    kinds = drawn.choice(len(pieces), len(times), p=[piece.share for piece in pieces])
    return [Job(float(at), pieces[kind]) for at, kind in zip(times, kinds, strict=True)]


@dataclass(frozen=True, slots=True)
class Day:
    """From midnight to midnight: least at four in the morning, most twelve hours later, and one burst.

    Attributes:
        mean_per_second: Without the burst.
        burst: How many times as many come while it lasts.
    """

    mean_per_second: float
    burst: float = 10.0
    burst_from_seconds: float = 16.0 * 3600
    burst_seconds: float = 600.0
    swing: float = 0.8

    def per_second(self, at_seconds: NDArray[np.float64]) -> NDArray[np.float64]:
        """How many come at those times."""
        turn = 2 * math.pi * (at_seconds / DAY_SECONDS - 4 / 24)
        smooth = self.mean_per_second * (1 - self.swing * np.cos(turn))
        since = at_seconds - self.burst_from_seconds
        return np.where((since >= 0) & (since < self.burst_seconds), self.burst * smooth, smooth)

    @property
    def peak_per_second(self) -> float:
        return float(self.per_second(np.arange(0, DAY_SECONDS, 60.0)).max())
