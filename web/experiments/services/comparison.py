"""What may be said of one version beside A, and how many ratings it takes."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import Enum, auto
from math import ceil, sqrt
from typing import TYPE_CHECKING, Final

from web.experiments.services.evidence import NORMAL, Evidence, margin_stars

if TYPE_CHECKING:
    from web.experiments.services.evidence import Opinions

# Fewer stars apart are no difference worth the name.
WORTH_STARS: Final = 0.3
# So many listeners of either version are heard before anything is said.
LEAST_LISTENERS: Final = 20
# How often the planned number of ratings is to find a difference that is there.
POWER: Final = 0.8
_ROUNDED_TO: Final = 10
_MOST: Final = 100_000


class Finding(Enum):
    """How the other version is beside A."""

    BETTER = auto()
    WORSE = auto()
    ALIKE = auto()
    OPEN = auto()


@dataclass(frozen=True, slots=True)
class Sample:
    """What is known of one version; `share` of all listeners hear it, above 0 and below 1."""

    opinions: Opinions
    share: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Of another version with A.

    Attributes:
        letter: The other's.
        evidence: None until both were rated.
        rated: How many listeners of the whole experiment have rated.
        comparisons: How many there are in it.
    """

    letter: str
    a: Sample
    other: Sample
    evidence: Evidence | None
    rated: int
    comparisons: int

    @property
    def finding(self) -> Finding:
        evidence = self.evidence
        if evidence is None or min(self.a.opinions.count, self.other.opinions.count) < LEAST_LISTENERS:
            return Finding.OPEN
        if evidence.is_enough:
            return Finding.BETTER if evidence.difference > 0 else Finding.WORSE
        return Finding.ALIKE if abs(evidence.difference) + evidence.margin < WORTH_STARS else Finding.OPEN

    @property
    def missing_ratings(self) -> int:
        """How many more the whole experiment needs to find this difference, or the least that is worth the name."""
        return self.missing_for(max(WORTH_STARS, abs(self.evidence.difference) if self.evidence else 0.0))

    def missing_for(self, stars: float) -> int:
        """How many more find a difference of so many stars four times out of five, in round tens.

        Each is to come from another listener: who rates twice counts once.
        """
        spread = sum(sample.opinions.cautious_variance / sample.share for sample in (self.a, self.other))
        at_least = max(0, ceil(LEAST_LISTENERS / min(self.a.share, self.other.share)) - self.rated)
        more = range(max(_ROUNDED_TO, at_least), _MOST, _ROUNDED_TO)
        missing = bisect_left(more, True, key=lambda count: self._finds(stars, spread / (self.rated + count)))
        return ceil(more[min(missing, len(more) - 1)] / _ROUNDED_TO) * _ROUNDED_TO

    def _finds(self, stars: float, variance: float) -> bool:
        return stars >= margin_stars(variance, self.comparisons) + NORMAL.inv_cdf(POWER) * sqrt(variance)


def compare(letter: str, a: Sample, other: Sample, rated: int, comparisons: int) -> Comparison:
    """The arguments are as in `Comparison`."""
    are_rated = bool(a.opinions.count and other.opinions.count)
    evidence = Evidence.between(a.opinions, other.opinions, comparisons) if are_rated else None
    return Comparison(letter, a, other, evidence, rated, comparisons)
