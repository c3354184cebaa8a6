"""Listeners who are not there."""

from __future__ import annotations

import random
from collections.abc import Iterator

from web.experiments.services.evidence import Opinions

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


def looks(
    seed: int, ratings: int, weights_a: tuple[int, ...], weights_b: tuple[int, ...]
) -> Iterator[tuple[Opinions, Opinions]]:
    """An experiment of so many ratings, looked at after every eighth."""
    random_ = random.Random(seed)
    a, b = Heard(), Heard()
    halves = zip(stars(random_, ratings // 2, weights_a), stars(random_, ratings // 2, weights_b), strict=True)
    for place, (given_a, given_b) in enumerate(halves, 1):
        a.rate(given_a)
        b.rate(given_b)
        if place % 4 == 0:
            yield a.opinions, b.opinions
