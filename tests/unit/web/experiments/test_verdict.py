"""What is said of ratings: right often enough, however often it is asked."""

from __future__ import annotations

import random
import re

import pytest

from tests.unit.web.experiments.simulated import WEIGHTS, WORSE, looks, stars
from web.experiments.services.evidence import Evidence, Opinions
from web.experiments.services.verdict import WORTH_STARS, missing_ratings, verdict

EXPERIMENTS = 400


def ever_better(seed: int, ratings: int, weights_a: tuple[int, ...], weights_b: tuple[int, ...]) -> str:
    """Which one is said to be better by somebody who looks often and stops as soon as one is."""
    said = (verdict(a, b, 0.5).better for a, b in looks(seed, ratings, weights_a, weights_b))
    return next((better for better in said if better), "")


def test_without_a_difference_hardly_ever_is_one_found_however_often_somebody_looks() -> None:
    found = sum(bool(ever_better(seed, 1000, WEIGHTS, WEIGHTS)) for seed in range(EXPERIMENTS))
    assert found <= 0.05 * EXPERIMENTS


def test_half_a_star_is_found_with_400_ratings() -> None:
    found = [ever_better(seed, 400, WORSE, WEIGHTS) for seed in range(EXPERIMENTS)]
    assert found.count("B") >= 0.9 * EXPERIMENTS
    assert found.count("A") <= 0.01 * EXPERIMENTS


def test_the_margin_holds_the_truth_at_all_looks_together() -> None:
    truth = sum(star * (w - v) / 100 for star, w, v in zip((1, 2, 3, 4, 5), WEIGHTS, WORSE, strict=True))
    missed = 0
    for seed in range(EXPERIMENTS):
        known = [Evidence.between(a, b) for a, b in looks(seed, 400, WORSE, WEIGHTS) if a.count >= 20]
        missed += any(abs(one.difference - truth) > one.margin for one in known)
    assert missed <= 0.05 * EXPERIMENTS


def test_that_nothing_is_the_matter_is_said_in_the_end() -> None:
    said = verdict(Opinions(1000, 3.7, 1.2), Opinions(1000, 3.72, 1.2), 0.5)
    assert (said.better, said.sentence) == ("", "No difference worth the name: less than 0.3 stars, 95 % sure.")


def test_half_a_star_is_called_no_difference_hardly_ever() -> None:
    called = sum(
        any("No difference" in verdict(a, b, 0.5).sentence for a, b in looks(seed, 400, WORSE, WEIGHTS))
        for seed in range(EXPERIMENTS)
    )
    assert called <= 0.01 * EXPERIMENTS


def test_it_says_how_sure_it_is() -> None:
    assert verdict(Opinions(100, 3.2, 1.2), Opinions(100, 3.72, 1.2), 0.5).sentence == "B is better, 97 % sure."
    assert verdict(Opinions(900, 4.2, 1.2), Opinions(900, 3.2, 1.2), 0.5).sentence == "A is better, 99 % sure."


def test_nobody_is_judged_by_a_handful() -> None:
    assert not verdict(Opinions(19, 1.0, 0.0), Opinions(300, 5.0, 0.0), 0.5).better


@pytest.mark.parametrize("count", [0, 1])
def test_before_there_are_ratings_it_says_how_many_it_takes(count: int) -> None:
    said = verdict(Opinions(count, 3.0, 0.0), Opinions(0, 0.0, 0.0), 0.5)
    assert said.evidence is None
    assert re.fullmatch(r"Not enough ratings yet: about \d+0 more, each from another listener\.", said.sentence)


def test_the_number_that_is_missing_is_enough_four_times_out_of_five() -> None:
    some = Opinions.of(stars(random.Random(1), 100))
    needed = 200 + missing_ratings(some, some, 0.5, WORTH_STARS)
    # Three tenths of a star less than WEIGHTS, with much the same spread.
    slightly_worse = (7, 15, 25, 37, 16)
    last = [list(looks(seed, needed, slightly_worse, WEIGHTS))[-1] for seed in range(EXPERIMENTS)]
    found = [verdict(a, b, 0.5).better for a, b in last]
    assert 0.74 <= found.count("B") / EXPERIMENTS <= 0.9


def test_uneven_shares_need_more_ratings() -> None:
    one = Opinions(20, 3.5, 1.2)
    assert missing_ratings(one, one, 0.1, 0.3) > 2 * missing_ratings(one, one, 0.5, 0.3)


def test_the_probabilities_of_all_that_may_be_are_one() -> None:
    evidence = Evidence.between(Opinions(50, 3.5, 1.2), Opinions(50, 3.6, 1.2))
    assert 0 < evidence.a_is_better < evidence.b_is_better
    assert evidence.a_is_better + evidence.b_is_better == pytest.approx(evidence.ratio / (1 + evidence.ratio))


def test_opinions_that_all_agree_are_no_proof_beyond_measure() -> None:
    evidence = Evidence.between(Opinions.of([4.0] * 20), Opinions.of([5.0] * 20))
    assert evidence.variance > 0.04
