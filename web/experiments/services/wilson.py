"""How well a rate is known."""

from __future__ import annotations

from math import sqrt
from typing import Final

# Of a standard normal distribution, 95 % lie within so many deviations.
_DEVIATIONS: Final = 1.96


def wilson(successes: int, of: int) -> tuple[float, float]:
    """The limits, 0-1, between which the true rate lies with a probability of 95 %.

    The score interval of E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927. It
    holds for one look at one rate: for a verdict after many looks it is too narrow.
    """
    if not of:
        return 0.0, 1.0
    rate, squared = successes / of, _DEVIATIONS**2
    centre = rate + squared / (2 * of)
    margin = _DEVIATIONS * sqrt(rate * (1 - rate) / of + squared / (4 * of**2))
    low, high = ((centre + side * margin) / (1 + squared / of) for side in (-1, 1))
    return max(0.0, low), min(1.0, high)
