"""A day with a burst on pools of several sizes: what KEDA's rule gives and costs beside pools that stay as they are."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Final

from tests.bench.cluster.arrivals import DAY_SECONDS, Day
from tests.bench.cluster.capacity import jobs_per_second
from tests.bench.cluster.costs import Costs
from tests.bench.cluster.fluid import Fluid
from tests.bench.cluster.mix import Piece, pieces
from tests.bench.cluster.result import Summary, summary
from tests.bench.cluster.scaling import Keda, Scaling, Static
from tests.bench.cluster.seen import Seen
from tests.bench.figures import report

# Workers that the burst keeps busy.
PEAKS: Final = (10, 100, 1000)
PLACES: Final = 48
SLOTS: Final = 64
SEED: Final = 1
DOWN_PERCENT: Final = 10.0


@dataclass(frozen=True, slots=True)
class Simulated:
    """One pool's day."""

    peak: int
    pool: str
    day: Day
    seen: Seen
    summary: Summary


def days() -> Iterator[Simulated]:
    """Every pool at every size; the same seed brings the same listeners to all pools of a size."""
    costs = Costs.read()
    kinds = pieces(costs)
    per_worker = jobs_per_second(costs, kinds, PLACES)
    for peak in PEAKS:
        day = Day(peak * per_worker / Day(1.0).peak_per_second)
        for pool, scaling in _pools(peak, day, per_worker).items():
            yield _simulated(costs, kinds, peak, day, pool, scaling)


def _simulated(costs: Costs, kinds: list[Piece], peak: int, day: Day, pool: str, scaling: Scaling) -> Simulated:
    fluid = Fluid(costs, kinds, scaling, SLOTS, queue_limit=SLOTS * peak)
    seen = fluid.run(day.per_second, DAY_SECONDS, SEED)
    found = Simulated(peak, pool, day, seen, summary(seen, kinds))
    _report(found)
    return found


def _pools(peak: int, day: Day, per_worker: float) -> dict[str, Scaling]:
    mean = math.ceil(day.mean_per_second / per_worker)
    busiest_hour = math.ceil((1 + day.swing) * day.mean_per_second / per_worker)
    return {
        "KEDA's rule": Keda.of_file(max(peak, 20), first=mean),
        f"KEDA's rule, shrinking by {DOWN_PERCENT:.0f} %": Keda.of_file(max(peak, 20), mean, DOWN_PERCENT),
        f"static, {mean} for the mean": Static(mean),
        f"static, {busiest_hour} for the busiest hour": Static(busiest_hour),
        f"static, {peak} for the burst": Static(peak),
    }


def _report(found: Simulated) -> None:
    figures = {name: round(value, 4) for name, value in asdict(found.summary).items()}
    what = f"simulated day whose burst keeps {found.peak} workers busy, {found.pool}: wait of 95 of 100"
    report(what, figures.pop("wait_p95"), "s", jobs=found.seen.arrived, seed=SEED, **figures)
