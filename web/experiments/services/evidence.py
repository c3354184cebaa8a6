"""How much two samples of stars say about the difference between what they are of, however often one looks."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Sequence

NORMAL: Final = statistics.NormalDist()
# Among experiments without a difference, so many may ever be said to have one.
ERROR_RATE: Final = 0.05
# How large differences are where there are any: the standard deviation of what is thought likely beforehand.
LIKELY_STARS: Final = 0.5
# What few listeners say of how much listeners differ counts beside as many imagined ones with this variance.
IMAGINED_LISTENERS: Final = 10
IMAGINED_VARIANCE: Final = 1.44


@dataclass(frozen=True, slots=True)
class Opinions:
    """What listeners thought of one version.

    Attributes:
        count: Of listeners.
        mean: Of their stars, 1-5.
        variance: Of the same.
    """

    count: int
    mean: float
    variance: float

    @classmethod
    def of(cls, stars: Sequence[float]) -> Self:
        """Of the mean stars of each listener."""
        variance = statistics.variance(stars) if len(stars) > 1 else 0.0
        return cls(len(stars), statistics.fmean(stars) if stars else 0.0, variance)

    @property
    def cautious_variance(self) -> float:
        known = max(0, self.count - 1)
        imagined = IMAGINED_LISTENERS * IMAGINED_VARIANCE
        return (known * self.variance + imagined) / (known + IMAGINED_LISTENERS)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The difference of another version less A, by the mixture sequential probability ratio test.

    Before there is any rating, that there is no difference is held as likely as that there is one, whose size is then
    normally distributed (`LIKELY_STARS`). `ratio` is how much likelier the ratings are with a difference than without.
    Where there is none, it ever exceeds 20 in at most one experiment of twenty, for it is a martingale (J. Ville,
    "Étude critique de la notion de collectif", 1939): so the test may be looked at after every rating, and ended as
    soon as it says something. The margin holds at all looks together for the same reason.
    H. Robbins, "Statistical methods related to the law of the iterated logarithm", 1970; R. Johari, L. Pekelis and
    D. J. Walsh, "Always valid inference: bringing sequential analysis to A/B testing", 2015.

    Where several versions are compared with A, chance has as many opportunities: each of them is held so many times
    less likely to differ, and must exceed so many times 20 (C. E. Bonferroni), so that at most one experiment of twenty
    without any difference is ever said to have one. That A is in all comparisons makes errors rarer, not more frequent.

    Attributes:
        difference: In stars.
        variance: Of the difference, as far as chance goes.
        comparisons: How many versions are compared with A.
    """

    difference: float
    variance: float
    comparisons: int

    @classmethod
    def between(cls, a: Opinions, other: Opinions, comparisons: int) -> Self:
        """Both of at least one listener."""
        variance = a.cautious_variance / a.count + other.cautious_variance / other.count
        return cls(other.mean - a.mean, variance, comparisons)

    @property
    def ratio(self) -> float:
        scale = _scale(self.variance)
        squared = self.difference**2 / self.variance
        return exp(min(500.0, squared * scale / (1 + scale) / 2 - log(1 + scale) / 2))

    @property
    def odds(self) -> float:
        """How much likelier it is by now that there is a difference than that there is none."""
        return self.ratio / self.comparisons

    @property
    def is_enough(self) -> bool:
        return self.odds >= 1 / ERROR_RATE

    @property
    def margin(self) -> float:
        """The true difference lies so many stars at most below and above: of all comparisons together, with 95 %."""
        return margin_stars(self.variance, self.comparisons)

    @property
    def other_is_better(self) -> float:
        """How probable it is; that A is, and that there is no difference, make up the rest."""
        return self._is_better(self.difference)

    @property
    def a_is_better(self) -> float:
        return self._is_better(-self.difference)

    def _is_better(self, by: float) -> float:
        scale, odds = _scale(self.variance), self.odds
        return odds / (1 + odds) * NORMAL.cdf(by / sqrt(self.variance) * sqrt(scale / (1 + scale)))


def margin_stars(variance: float, comparisons: int) -> float:
    """How large a difference must be to be enough, in stars; `variance` is that of the difference."""
    scale = _scale(variance)
    return sqrt(variance * (1 + 1 / scale) * (log(1 + scale) - 2 * log(ERROR_RATE / comparisons)))


def _scale(variance: float) -> float:
    return LIKELY_STARS**2 / variance
