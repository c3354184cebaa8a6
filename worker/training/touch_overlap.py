"""How near a touch comes to drummers it was not counted from: overlaps of histograms, beside two simpler ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models_store.touches import TouchTable
from worker.composing.arranging.touch import Touch
from worker.composing.voices.timeline import VELOCITY, Grid
from worker.encodings.drums import KIT, STEPS_PER_BAR, STEPS_PER_QUARTER
from worker.training.drum_takes import DRUM_TYPES, Take
from worker.training.touch import FEWEST_HITS, near_its_step

Table = NDArray[Any]
Figures = dict[str, str | float]

# One seed's habits would say more of luck than of the table.
_TIMES: Final = 8
# Eight velocities a bin; a twentieth of a sixteenth a bin, one of them around 0.
_BINS: Final = {"velocity": np.arange(0.0, 129.0, 8.0), "offset": np.arange(-6.5, 7.0) / 20}


def overlaps(table: TouchTable, train: list[Take], test: list[Take]) -> Iterator[Figures]:
    """Of the test takes' hits with each way's, 0-1: of all hits, and the mean of single drums and of single places."""
    known, true, touched = _tables(train), _tables(test), _touched(table, test)
    for name, constant in (("velocity", float(VELOCITY)), ("offset", 0.0)):
        pool = known[name][~np.isnan(known[name])]
        yield _figures(name, "touch", true[name], touched[name])
        yield _figures(name, "all hits of train", true[name], _drawn_from(pool, true[name]))
        yield _figures(name, "as quantized", true[name], np.where(np.isnan(true[name]), np.nan, constant))
        yield {"of": name, "bar to bar": "drummers", "correlation": _bar_to_bar(true[name])}
        yield {"of": name, "bar to bar": "touch", "correlation": _bar_to_bar(touched[name])}


def _tables(takes: list[Take]) -> dict[str, Table]:
    velocity, offset = zip(*(near_its_step(take) for take in takes), strict=True)
    return {"velocity": np.concatenate(velocity), "offset": np.concatenate(offset)}


def _touched(table: TouchTable, takes: list[Take]) -> dict[str, Table]:
    """The same hits as `table` has them, each take over and over, with a seed of its own each time."""
    struck = [_struck(table, seed, take) for seed, take in enumerate(takes * _TIMES)]
    return {
        "velocity": np.concatenate([one for one, _ in struck]),
        "offset": np.concatenate([one for _, one in struck]),
    }


def _struck(table: TouchTable, seed: int, take: Take) -> tuple[Table, Table]:
    seconds = Grid(take.qpm, STEPS_PER_QUARTER).step_seconds
    touch = Touch(table, seed, seconds)
    velocity, offset = (found.copy() for found in near_its_step(take))
    for step, drum in np.argwhere(~np.isnan(velocity)).tolist():
        (pitch,) = KIT.decode_event(1 << drum)
        start, _, _, velocity[step, drum] = touch.apply((step * seconds, (step + 1) * seconds, pitch, VELOCITY))
        offset[step, drum] = start / seconds - step
    return velocity, offset


def _drawn_from(pool: Table, true: Table) -> Table:
    drawn = np.random.default_rng(0).choice(pool, true.shape)
    return np.where(np.isnan(true), np.nan, drawn)


def _figures(name: str, way: str, true: Table, other: Table) -> Figures:
    places = [(slice(place, None, STEPS_PER_BAR), drum) for place in range(STEPS_PER_BAR) for drum in range(DRUM_TYPES)]
    drums = [(slice(None), drum) for drum in range(DRUM_TYPES)]
    return {
        "of": name,
        "way": way,
        "hits": int((~np.isnan(true)).sum()),
        "overlap": _mean_overlap(name, true, other, [slice(None)]),
        "by drum": _mean_overlap(name, true, other, drums),
        "by drum and place": _mean_overlap(name, true, other, places),
    }


def _mean_overlap(name: str, true: Table, other: Table, regions: list[Any]) -> float:
    """Weighted by hits, over those regions that hold enough for a histogram."""
    hits = [int((~np.isnan(true[region])).sum()) for region in regions]
    found = [
        (_overlap(name, true[region], other[region]), count)
        for region, count in zip(regions, hits, strict=True)
        if count >= FEWEST_HITS
    ]
    values, weights = zip(*found, strict=True)
    return round(float(np.average(values, weights=weights)), 3)


def _overlap(name: str, true: Table, other: Table) -> float:
    shares = [np.histogram(table, _BINS[name])[0] / (~np.isnan(table)).sum() for table in (true, other)]
    return float(np.minimum(*shares).sum())


def _bar_to_bar(table: Table) -> float:
    """How alike a drum's hits are at the same place of two bars that follow each other."""
    earlier, later = table[:-STEPS_PER_BAR].ravel(), table[STEPS_PER_BAR:].ravel()
    both = ~np.isnan(earlier) & ~np.isnan(later)
    return round(float(np.corrcoef(earlier[both], later[both])[0, 1]), 3)
