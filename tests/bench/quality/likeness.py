"""How much of two distributions lies under both, feature by feature."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from tests.bench.quality.excerpt import DRUMS, SIXTEENTHS_PER_BAR, Excerpt
from tests.bench.quality.keys import key_of

Values = NDArray[np.float64]

_DRAWS: Final = 20


@dataclass(frozen=True, slots=True)
class Feature:
    """What is looked at.

    Attributes:
        edges: Of the bins; what lies beyond is in the first or the last.
        values: Of an excerpt; any number.
        of: "pitched" features are not for drums, "touched" ones for networks alone that know of loudness.
    """

    name: str
    edges: Sequence[float]
    values: Callable[[Excerpt], Values]
    of: Literal["all", "pitched", "touched"] = "all"

    def histogram(self, excerpts: Sequence[Excerpt]) -> Values:
        """The share of each bin in all values together."""
        found = np.concatenate([np.zeros(0), *(self.values(excerpt) for excerpt in excerpts)])
        inside = np.clip(found, self.edges[0], np.nextafter(self.edges[-1], -np.inf))
        counts = np.histogram(inside, self.edges)[0]
        shares: Values = counts / max(1, counts.sum())
        return shares


def overlap(one: Values, other: Values) -> float:
    """From 0, nothing in common, to 1."""
    return float(np.minimum(one, other).sum())


def usual_overlap(feature: Feature, some: Sequence[Excerpt], all_: Sequence[Excerpt], count: int) -> float:
    """That of `count` excerpts of `some` with all others, the mean of many draws: few are less like than many."""
    chance, drawn = random.Random(0), min(count, len(some))
    whole = feature.histogram(all_)
    return statistics.mean(overlap(feature.histogram(chance.sample(some, drawn)), whole) for _ in range(_DRAWS))


def _pitch_classes(excerpt: Excerpt) -> Values:
    """Above the tonic that is heard: which key a piece is in makes it neither like nor unlike another."""
    return (excerpt.notes["pitch"].astype(float) - key_of(excerpt.notes).tonic) % 12


def _pitch_range(excerpt: Excerpt) -> Values:
    return np.array([float(np.ptp(excerpt.notes["pitch"].astype(int)))]) if len(excerpt.notes) else np.zeros(0)


def _bars(excerpt: Excerpt) -> NDArray[np.int64]:
    """How many notes begin in each whole bar."""
    bars = (excerpt.starts // SIXTEENTHS_PER_BAR).astype(int)
    return np.bincount(bars[bars < excerpt.whole_bars], minlength=excerpt.whole_bars)


def _density(excerpt: Excerpt) -> Values:
    """Notes a second, of each bar with any."""
    counts = _bars(excerpt)
    return counts[counts > 0] * excerpt.qpm / 60.0 / 4


def _intervals(excerpt: Excerpt) -> Values:
    """Sixteenths from each onset to the next; what begins together is one."""
    gaps = np.diff(np.sort(excerpt.starts))
    return gaps[gaps > (0.125 if excerpt.is_free else 0.0)]


def _polyphony(excerpt: Excerpt) -> Values:
    """How many notes sound as each begins, itself among them."""
    starts, ends = np.sort(excerpt.starts), np.sort(excerpt.starts + excerpt.lengths)
    return (np.searchsorted(starts, starts, "right") - np.searchsorted(ends, starts, "right")).astype(float)


_SIXTEENTHS: Final = (0, 0.5, 1.5, 2.5, 3.5, 4.5, 6.5, 8.5, 12.5, 16.5, 32.5, 64.0)

FEATURES: Final = (
    Feature("pitch class", range(13), _pitch_classes, "pitched"),
    Feature("pitch range", range(0, 97, 6), _pitch_range, "pitched"),
    Feature("notes a second", (0, 0.75, 1.25, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30), _density),
    Feature("note length", _SIXTEENTHS, lambda excerpt: excerpt.lengths, "pitched"),
    Feature("inter-onset interval", _SIXTEENTHS, _intervals),
    Feature("polyphony", range(1, 13), _polyphony),
    Feature("velocity", range(0, 129, 8), lambda excerpt: excerpt.notes["velocity"].astype(float), "touched"),
    Feature("empty bars", range(3), lambda excerpt: (_bars(excerpt) == 0).astype(float)),
)


def features_for(excerpts: Sequence[Excerpt], has_touch: bool) -> list[Feature]:
    """Those that mean something for this kind of music."""
    is_drum = all((excerpt.notes["role"] == DRUMS).all() for excerpt in excerpts)
    left_out = ({"pitched"} if is_drum else set()) | (set() if has_touch else {"touched"})
    return [feature for feature in FEATURES if feature.of not in left_out]
