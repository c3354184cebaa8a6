"""Pictures of simulated days."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from tests.bench.cluster.arrivals import DAY_SECONDS
from tests.bench.cluster.day import Simulated
from tests.bench.cluster.result import quantiles
from tests.bench.cluster.seen import STEP_SECONDS

IMAGES: Final = Path(__file__).parents[3] / "docs" / "images"
MINUTE: Final = 60.0
HOUR: Final = 3600.0
# Around the burst.
BEFORE_SECONDS: Final = 5 * MINUTE
AFTER_SECONDS: Final = 30 * MINUTE


def write_plots(found: Sequence[Simulated], images: Path = IMAGES) -> list[Path]:
    """The day and the burst, of the largest cluster that was simulated."""
    largest = [one for one in found if one.peak == found[-1].peak]
    return [_day(largest, images / "cluster-day.png"), _burst(largest, images / "cluster-burst.png")]


def _day(found: Sequence[Simulated], path: Path) -> Path:
    figure, (asked, workers) = _axes(2)
    hours = np.arange(0, DAY_SECONDS, MINUTE)
    asked.plot(hours / HOUR, found[0].day.per_second(hours), color="0.4")
    asked.set(ylabel="jobs asked for, a second", yscale="log")
    for one in found:
        workers.plot(_minutes(one.seen.workers) / HOUR, one.seen.workers[:: _every()], label=one.pool)
    workers.set(ylabel="workers that take jobs", xlabel="hour of the day", yscale="log", xticks=range(0, 25, 3))
    return _save(figure, workers, path)


def _burst(found: Sequence[Simulated], path: Path) -> Path:
    figure, (workers, waits) = _axes(2)
    begins = found[0].day.burst_from_seconds
    first, last = (int((begins + seconds) / STEP_SECONDS) for seconds in (-BEFORE_SECONDS, AFTER_SECONDS))
    minutes = (np.arange(first, last) * STEP_SECONDS - begins) / MINUTE
    for one in found:
        workers.plot(minutes, one.seen.workers[first:last], label=one.pool)
        waits.plot(*_waits(one, first, last, begins))
    workers.set(ylabel="workers that take jobs")
    waits.set(ylabel="wait for a place, 95 of 100, s", xlabel="minutes since the burst began", yscale="symlog", ylim=0)
    return _save(figure, workers, path)


def _waits(one: Simulated, first: int, last: int, begins: float) -> tuple[list[float], list[float]]:
    """For each quarter of a minute."""
    waits, counts, at = one.seen.waits.T
    edges = np.arange(first, last, int(MINUTE / 4 / STEP_SECONDS))
    found = [(edge, (at >= edge) & (at < after)) for edge, after in itertools.pairwise(edges)]
    places = [(edge, place) for edge, place in found if place.any()]
    minutes = [float(edge * STEP_SECONDS - begins) / MINUTE for edge, _ in places]
    return minutes, [quantiles(waits[place], counts[place], (0.95,))[0] for _, place in places]


def _every() -> int:
    return int(MINUTE / STEP_SECONDS)


def _minutes(series: Any) -> Any:
    return np.arange(0, len(series), _every()) * STEP_SECONDS


def _axes(rows: int) -> tuple[Any, Any]:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(rows, 1, figsize=(9, 6), sharex=True, layout="constrained")
    return figure, axes


def _save(figure: Any, labelled: Any, path: Path) -> Path:
    handles, labels = labelled.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=2, fontsize="small", frameon=False)
    figure.savefig(path, dpi=90)
    return path
