"""A machine and a mix whose sums can be done by hand."""

from __future__ import annotations

from tests.bench.cluster.costs import Costs, NetworkCosts
from tests.bench.cluster.mix import Piece, pieces

# 16 events a second: one call for each second of music.
QUICK = NetworkCosts((16.0,) * 8, (1, 4, 16, 64), (0.01, 0.015, 0.04, 0.12), (0.012, 0.02, 0.05, 0.15), (0.001,) * 4)
SLOW = NetworkCosts(
    (20.0, 25.0, 30.0, 35.0, 40.0, 45.0, 55.0, 70.0), (1, 64), (0.02, 0.3), (0.022, 0.33), (0.001, 0.004)
)
COSTS = Costs("made up", 20.0, 0.004, {"quick": QUICK, "slow": SLOW})
FREE = Costs("made up", 20.0, 0.0, {"quick": NetworkCosts((16.0,) * 8, (1, 64), (0.1, 0.2), (0.1, 0.2), (0.0, 0.0))})


def mixed() -> list[Piece]:
    return pieces(COSTS, {("slow",): 0.5, ("quick",): 0.3, ("slow", "quick"): 0.2})


def one_kind() -> list[Piece]:
    return pieces(FREE, {("quick",): 1.0})
