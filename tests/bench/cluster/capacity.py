"""How much of a mix one worker makes when so many of its places are taken."""

from __future__ import annotations

from collections.abc import Sequence

from tests.bench.cluster.costs import Costs
from tests.bench.cluster.mix import Piece
from tests.bench.cluster.rounds import round_seconds


def jobs_per_second(costs: Costs, pieces: Sequence[Piece], places: int) -> float:
    """Of one worker in balance: as many begin as end, and each place is taken again at once."""
    names = list(dict.fromkeys(name for piece in pieces for name in piece.networks))
    rounds = sum(piece.share * piece.longest for piece in pieces)
    rows = [_rows(pieces, name) * places / rounds for name in names]
    rate = places / rounds / round_seconds(costs, names, rows, 1, 0.0)
    for _ in range(20):
        # What is begun takes its own part of the core.
        rate = places / rounds / round_seconds(costs, names, rows, 1, rate)
    return rate


def _rows(pieces: Sequence[Piece], name: str) -> float:
    return sum(piece.share * piece.calls.get(name, 0) for piece in pieces)
