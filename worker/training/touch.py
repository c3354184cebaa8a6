"""How drummers strike, counted in their takes: values by drum and place, and what hits have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from statistics import NormalDist
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models_store.touches import Feel, TouchTable
from worker.encodings.drums import STEPS_PER_BAR
from worker.training.drum_takes import DRUM_TYPES, Take

PROBABILITIES: Final = (0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99)
# A hit farther from its sixteenth is no late or early one: it belongs to triplets, thirty-seconds or a flam.
FARTHEST_OFFSET: Final = 0.3
# Where a drum is struck less often, it has the quantiles of all its places, or those of all drums.
FEWEST_HITS: Final = 50
# Hits four bars apart have in common what is the take's, not the moment's.
_APART: Final = 4 * STEPS_PER_BAR
_SAME_PLACE: Final = (_APART,)
_OTHER_PLACES: Final = range(_APART + 1, _APART + STEPS_PER_BAR)
_CARRIES: Final = np.arange(0.0, 0.96, 0.01)

Table = NDArray[Any]


def touch_table(takes: list[Take]) -> TouchTable:
    """Counts all hits of `takes`."""
    near = [near_its_step(take) for take in takes]
    return TouchTable(PROBABILITIES, _feel([velocity for velocity, _ in near], 0), _feel([late for _, late in near], 3))


def near_its_step(take: Take) -> tuple[Table, Table]:
    """Velocities and offsets of a take, NaN for hits too far from their sixteenth to be meant for it."""
    is_near = np.abs(take.offset) <= FARTHEST_OFFSET
    return np.where(is_near, take.velocity, np.nan), np.where(is_near, take.offset, np.nan)


def _feel(tables: list[Table], decimals: int) -> Feel:
    values = np.concatenate(tables).reshape(-1, STEPS_PER_BAR, DRUM_TYPES)
    cells = [[_cell(values, drum, place) for place in range(STEPS_PER_BAR)] for drum in range(DRUM_TYPES)]
    quantiles = tuple(tuple(_quantiles(cell, decimals) for cell in drum) for drum in cells)
    return Feel(quantiles, **_shares([_lucks(table, cells) for table in tables]))


def _shares(lucks: list[Table]) -> dict[str, float]:
    """What hits have in common, from the widest circle of hits to the narrowest; each is what the wider ones leave."""
    take = _alike(lucks, _other_drum, _OTHER_PLACES)
    drum = _alike(lucks, _same_drum, _OTHER_PLACES) - take
    place = _alike(lucks, _other_drum, _SAME_PLACE) - take
    habit = _alike(lucks, _same_drum, _SAME_PLACE) - take - drum - place
    drift = _alike(lucks, _other_drum, (0,)) - take - place
    shares = {"take": take, "drum": drum, "place": place, "habit": habit, "drift": drift}
    carry = _carry(lucks, drift) if drift > 0 else 0.0
    # Correlations are estimates: some come out below 0, or together above 1.
    found = {name: max(0.0, share) for name, share in shares.items()}
    whole = max(1.0, sum(found.values()))
    return {name: round(share / whole, 3) for name, share in found.items()} | {"carry": carry}


def _cell(values: Table, drum: int, place: int) -> Table:
    """The values of a drum at a place of the bar, ascending; of all its places, or of all drums, where they are few."""
    circles = (values[:, place, drum], values[:, :, drum], values)
    found = [_present(circle) for circle in circles]
    return np.sort(next((circle for circle in found if len(circle) >= FEWEST_HITS), found[-1]))


def _present(values: Table) -> Table:
    return values[~np.isnan(values)]


def _quantiles(cell: Table, decimals: int) -> tuple[float, ...]:
    return tuple(round(float(value), decimals) for value in np.quantile(cell, PROBABILITIES))


def _lucks(table: Table, cells: list[list[Table]]) -> Table:
    """Each value's rank among those of its drum and place, as a standard normal number."""
    lucks = np.full_like(table, np.nan)
    for step, drum in np.argwhere(~np.isnan(table)):
        cell, value = cells[drum][step % STEPS_PER_BAR], table[step, drum]
        rank = (np.searchsorted(cell, value, "left") + np.searchsorted(cell, value, "right")) / 2
        lucks[step, drum] = NormalDist().inv_cdf(rank / len(cell))
    return lucks


# The sum of products of pairs, and how many there are.
Products = tuple[float, int]


def _same_drum(earlier: Table, later: Table) -> Products:
    products = _present(earlier * later)
    return float(products.sum()), len(products)


def _other_drum(earlier: Table, later: Table) -> Products:
    same, pairs = _same_drum(earlier, later)
    all_sum = (np.nansum(earlier, axis=1) * np.nansum(later, axis=1)).sum()
    all_pairs = ((~np.isnan(earlier)).sum(axis=1) * (~np.isnan(later)).sum(axis=1)).sum()
    return float(all_sum) - same, int(all_pairs) - pairs


def _alike(lucks: list[Table], of: Callable[[Table, Table], Products], steps_apart: Iterable[int]) -> float:
    """The correlation of hits that lie so many steps from each other; 0 where there are none."""
    pairs = [(luck[: len(luck) - apart], luck[apart:]) for apart in steps_apart for luck in lucks if len(luck) > apart]
    total, count = np.sum([of(*pair) for pair in pairs], axis=0)
    return float(total / max(count, 1))


def _carry(lucks: list[Table], drift: float) -> float:
    """That which foretells best how much more alike hits near each other are than those far apart."""
    near = range(1, STEPS_PER_BAR // 2 + 1)
    found = [_alike(lucks, _other_drum, (n,)) - _alike(lucks, _other_drum, (_APART + n,)) for n in near]
    errors = [sum((drift * carry**n - more) ** 2 for n, more in zip(near, found, strict=True)) for carry in _CARRIES]
    return round(float(_CARRIES[int(np.argmin(errors))]), 2)
