"""How long a round of a worker takes: one call for each network that has work."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from tests.bench.cluster.costs import Costs, NetworkCosts


def round_seconds(
    costs: Costs, names: Sequence[str], rows: Sequence[float], workers: int, begun_per_second: float
) -> float:
    """How long one takes in which a piece finds itself, where `rows` of each network are spread over `workers`."""
    every = [_spread(costs.networks[name], round(count / workers, 2)) for name, count in zip(names, rows, strict=True)]
    plain = sum(seconds for seconds, _ in every)
    if workers > 1:
        # A piece is where it is: there is one row at least.
        total = sum(rows)
        plain += sum(
            count / total * _own(costs.networks[n], count / workers) for n, count in zip(names, rows, strict=True)
        )
    changed = sum(seconds for _, seconds in every)
    busy = begun_per_second * costs.job_seconds
    change = min(1.0, 2 * begun_per_second * plain / max(1, sum(count > 0 for count in rows)))
    return (plain + change * changed) / max(0.05, 1 - busy)


@lru_cache(maxsize=100_000)
def _spread(costs: NetworkCosts, mean_rows: float) -> tuple[float, float]:
    """Mean seconds of a call and of a change, where a worker has so many rows, or one more."""
    low = math.floor(mean_rows)
    high = mean_rows - low
    return (
        (1 - high) * costs.seconds(low) + high * costs.seconds(low + 1),
        (1 - high) * costs.changed_seconds(low) + high * costs.changed_seconds(low + 1),
    )


def _own(costs: NetworkCosts, mean_rows: float) -> float:
    """What a worker on which a row is certain takes more than the mean one."""
    return max(0.0, costs.seconds(1) - _spread(costs, mean_rows)[0]) if mean_rows < 1 else 0.0
