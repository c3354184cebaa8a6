"""What may be said of an experiment by now, in one sentence."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Final

from web.experiments.services.evidence import NORMAL, Evidence, Opinions, margin_stars

# Fewer stars apart are no difference worth the name.
WORTH_STARS: Final = 0.3
# So many listeners of either version are heard before anything is said.
LEAST_LISTENERS: Final = 20
# How often the planned number of ratings is to find a difference that is there.
POWER: Final = 0.8
_ROUNDED_TO: Final = 10
_MOST: Final = 100_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands now.

    Attributes:
        better: "A" or "B"; empty where neither is known to be.
        evidence: None until somebody has rated either version.
    """

    better: str
    sentence: str
    evidence: Evidence | None


def verdict(a: Opinions, b: Opinions, share_of_b: float) -> Verdict:
    """Judges by stars alone; may be asked after every rating (see `Evidence`).

    Args:
        a: What listeners of A thought.
        b: What listeners of B thought.
        share_of_b: The share of listeners who hear B, above 0 and below 1.
    """
    if not a.count or not b.count:
        return Verdict("", _not_enough(missing_ratings(a, b, share_of_b, WORTH_STARS)), None)
    evidence = Evidence.between(a, b)
    if min(a.count, b.count) >= LEAST_LISTENERS:
        if evidence.is_enough:
            return _better(evidence)
        if abs(evidence.difference) + evidence.margin < WORTH_STARS:
            sentence = f"No difference worth the name: less than {WORTH_STARS} stars, 95 % sure."
            return Verdict("", sentence, evidence)
    looked_for = max(WORTH_STARS, abs(evidence.difference))
    return Verdict("", _not_enough(missing_ratings(a, b, share_of_b, looked_for)), evidence)


def missing_ratings(a: Opinions, b: Opinions, share_of_b: float, difference: float) -> int:
    """How many more are needed to find a difference of so many stars four times out of five, in round tens.

    Each is to come from another listener: who rates twice counts once.
    """
    variance = a.cautious_variance / (1 - share_of_b) + b.cautious_variance / share_of_b
    have = a.count + b.count
    at_least = max(0, ceil(LEAST_LISTENERS / min(share_of_b, 1 - share_of_b)) - have)
    more = range(max(_ROUNDED_TO, at_least), _MOST, _ROUNDED_TO)
    missing = bisect_left(more, True, key=lambda count: _finds(difference, variance / (have + count)))
    return ceil(more[min(missing, len(more) - 1)] / _ROUNDED_TO) * _ROUNDED_TO


def _finds(difference: float, variance: float) -> bool:
    return difference >= margin_stars(variance) + NORMAL.inv_cdf(POWER) * sqrt(variance)


def _better(evidence: Evidence) -> Verdict:
    better, sure = ("B", evidence.b_is_better) if evidence.difference > 0 else ("A", evidence.a_is_better)
    # Nobody is sure to a hundred percent.
    percent = min(99, int(100 * sure))
    return Verdict(better, f"{better} is better, {percent} % sure.", evidence)


def _not_enough(missing: int) -> str:
    return f"Not enough ratings yet: about {missing} more, each from another listener."
