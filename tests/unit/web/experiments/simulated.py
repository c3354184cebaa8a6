"""Listeners who are not there."""

from __future__ import annotations

import random
from collections.abc import Iterator

from web.experiments.services.comparison import Finding, Sample
from web.experiments.services.evidence import Opinions
from web.experiments.services.verdict import verdict

STARS = (1, 2, 3, 4, 5)
# Of the stars that listeners give where nothing is amiss; the mean is 3.7, the standard deviation 1.1.
WEIGHTS = (5, 10, 20, 40, 25)
# The same half a star worse.
WORSE = (9, 18, 27, 36, 10)


def stars(random_: random.Random, count: int, weights: tuple[int, ...] = WEIGHTS) -> list[int]:
    return random_.choices(STARS, weights, k=count)


class Heard:
    """Ratings of one version as they come in."""

    def __init__(self) -> None:
        self.count = self.sum = self.squares = 0

    def rate(self, given: int) -> None:
        self.count, self.sum, self.squares = self.count + 1, self.sum + given, self.squares + given**2

    @property
    def opinions(self) -> Opinions:
        mean = self.sum / self.count if self.count else 0.0
        spread = self.squares - self.count * mean**2
        return Opinions(self.count, mean, spread / (self.count - 1) if self.count > 1 else 0.0)


def looks(seed: int, ratings: int, *weights: tuple[int, ...]) -> Iterator[tuple[Sample, ...]]:
    """An experiment of so many ratings in equal shares, looked at after every fourth of each version."""
    random_ = random.Random(seed)
    heard = [Heard() for _ in weights]
    given = [stars(random_, ratings // len(weights), one) for one in weights]
    for place, round_ in enumerate(zip(*given, strict=True), 1):
        for one, stars_ in zip(heard, round_, strict=True):
            one.rate(stars_)
        if place % 4 == 0:
            yield tuple(Sample(one.opinions, 1 / len(weights)) for one in heard)


def ever_better(seed: int, ratings: int, *weights: tuple[int, ...]) -> str:
    """Which one is said to be better by somebody who looks often and stops as soon as one is."""
    said = (verdict(samples).better for samples in looks(seed, ratings, *weights))
    return next((better for better in said if better), "")


def ever_found(seed: int, ratings: int, *weights: tuple[int, ...]) -> bool:
    """Whether any version is ever said to be better or worse than A."""
    findings = (one.finding for samples in looks(seed, ratings, *weights) for one in verdict(samples).comparisons)
    return any(finding in {Finding.BETTER, Finding.WORSE} for finding in findings)
