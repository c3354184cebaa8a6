"""Wilson's interval, against figures that others published."""

from __future__ import annotations

import random

import pytest

from web.experiments.services.wilson import wilson


@pytest.mark.parametrize(
    ("successes", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_it_is_as_newcombe_has_it(successes: int, of: int, low: float, high: float) -> None:
    """R. G. Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, method 3."""
    assert list(wilson(successes, of)) == pytest.approx([low, high], abs=1e-4)


def test_of_nothing_nothing_is_known() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_it_holds_the_truth_nineteen_times_out_of_twenty() -> None:
    random_ = random.Random(1)
    held = 0
    for _ in range(2000):
        low, high = wilson(sum(random_.random() < 0.3 for _ in range(80)), 80)
        held += low <= 0.3 <= high
    assert held / 2000 == pytest.approx(0.95, abs=0.02)
