"""What is said of ratings: right often enough, however often it is asked."""

from __future__ import annotations

import random
import re

import pytest

from tests.unit.web.experiments.simulated import WEIGHTS, WORSE, ever_better, ever_found, looks, stars
from web.experiments.services.comparison import Sample
from web.experiments.services.evidence import Evidence, Opinions
from web.experiments.services.verdict import Verdict, verdict

EXPERIMENTS = 400


def of_two(a: Opinions, b: Opinions) -> Verdict:
    return verdict((Sample(a, 0.5), Sample(b, 0.5)))


def test_without_a_difference_hardly_ever_is_one_found_however_often_somebody_looks() -> None:
    found = sum(ever_found(seed, 1000, WEIGHTS, WEIGHTS) for seed in range(EXPERIMENTS))
    assert found <= 0.05 * EXPERIMENTS


def test_nor_is_one_found_among_three_that_are_alike() -> None:
    found = sum(ever_found(seed, 999, WEIGHTS, WEIGHTS, WEIGHTS) for seed in range(EXPERIMENTS))
    assert found <= 0.05 * EXPERIMENTS


def test_half_a_star_is_found_with_400_ratings() -> None:
    found = [ever_better(seed, 400, WORSE, WEIGHTS) for seed in range(EXPERIMENTS)]
    assert found.count("B") >= 0.9 * EXPERIMENTS
    assert found.count("A") <= 0.01 * EXPERIMENTS


def test_half_a_star_of_one_among_three_is_found_with_600_ratings() -> None:
    found = [ever_better(seed, 600, WORSE, WORSE, WEIGHTS) for seed in range(EXPERIMENTS)]
    assert found.count("C") >= 0.85 * EXPERIMENTS
    assert found.count("A") + found.count("B") <= 0.05 * EXPERIMENTS


def test_the_margin_holds_the_truth_at_all_looks_together() -> None:
    truth = sum(star * (w - v) / 100 for star, w, v in zip((1, 2, 3, 4, 5), WEIGHTS, WORSE, strict=True))
    missed = 0
    for seed in range(EXPERIMENTS):
        rated = (samples for samples in looks(seed, 400, WORSE, WEIGHTS) if samples[0].opinions.count >= 20)
        known = [Evidence.between(a.opinions, b.opinions, 1) for a, b in rated]
        missed += any(abs(one.difference - truth) > one.margin for one in known)
    assert missed <= 0.05 * EXPERIMENTS


def test_that_nothing_is_the_matter_is_said_in_the_end() -> None:
    said = of_two(Opinions(1000, 3.7, 1.2), Opinions(1000, 3.72, 1.2))
    assert (said.better, said.sentence) == ("", "No difference worth the name: less than 0.3 stars, 95 % sure.")


def test_half_a_star_is_called_no_difference_hardly_ever() -> None:
    called = sum(
        any("No difference" in verdict(samples).sentence for samples in looks(seed, 400, WORSE, WEIGHTS))
        for seed in range(EXPERIMENTS)
    )
    assert called <= 0.01 * EXPERIMENTS


def test_it_says_how_sure_it_is() -> None:
    assert of_two(Opinions(100, 3.2, 1.2), Opinions(100, 3.72, 1.2)).sentence == "B is better, 97 % sure."
    assert of_two(Opinions(900, 4.2, 1.2), Opinions(900, 3.2, 1.2)).sentence == "A is better, 99 % sure."


@pytest.mark.parametrize(
    ("means", "better", "said"),
    [
        ((3.2, 3.9, 4.1), "C", "C is better than A, 99 % sure."),
        ((3.2, 2.0, 3.9), "C", "C is better than A, 99 % sure."),
        ((4.2, 3.2, 3.4), "A", "A is better than all others, 99 % sure."),
        ((3.7, 2.9, 3.72), "", "None is better than A by 0.3 stars or more, 95 % sure."),
    ],
)
def test_of_several_it_names_the_best(means: tuple[float, ...], better: str, said: str) -> None:
    stands = verdict([Sample(Opinions(1500, mean, 1.2), 1 / 3) for mean in means])
    assert (stands.better, stands.sentence) == (better, said)


def test_while_one_of_several_is_open_it_says_how_many_ratings_are_missing() -> None:
    samples = [Sample(Opinions(count, mean, 1.2), 1 / 3) for count, mean in ((300, 3.7), (300, 2.9), (10, 3.7))]
    assert verdict(samples).better == ""
    assert re.fullmatch(r"Not enough ratings yet: about \d+0 more, .*", verdict(samples).sentence)


def test_what_is_enough_between_two_is_too_little_among_five() -> None:
    worse, better = Opinions(100, 3.2, 1.2), Opinions(100, 3.72, 1.2)
    among_five = verdict([Sample(opinions, 0.2) for opinions in (worse, worse, worse, worse, better)])
    assert (of_two(worse, better).better, among_five.better) == ("B", "")
    assert Evidence.between(worse, better, 4).margin > Evidence.between(worse, better, 1).margin


def test_nobody_is_judged_by_a_handful() -> None:
    assert not of_two(Opinions(19, 1.0, 0.0), Opinions(300, 5.0, 0.0)).better


@pytest.mark.parametrize("count", [0, 1])
def test_before_there_are_ratings_it_says_how_many_it_takes(count: int) -> None:
    said = of_two(Opinions(count, 3.0, 0.0), Opinions(0, 0.0, 0.0))
    assert [one.evidence for one in said.comparisons] == [None]
    assert re.fullmatch(r"Not enough ratings yet: about \d+0 more, each from another listener\.", said.sentence)


def test_the_number_that_is_missing_is_enough_four_times_out_of_five() -> None:
    some = Opinions.of(stars(random.Random(1), 100))
    needed = 200 + of_two(some, some).comparisons[0].missing_ratings
    # Three tenths of a star less than WEIGHTS, with much the same spread.
    slightly_worse = (7, 15, 25, 37, 16)
    last = [list(looks(seed, needed, slightly_worse, WEIGHTS))[-1] for seed in range(EXPERIMENTS)]
    found = [verdict(samples).better for samples in last]
    assert 0.74 <= found.count("B") / EXPERIMENTS <= 0.9


def test_among_three_the_number_that_is_missing_is_enough_as_often() -> None:
    some = Opinions.of(stars(random.Random(1), 100))
    comparisons = verdict([Sample(some, 1 / 3)] * 3).comparisons
    slightly_worse = (7, 15, 25, 37, 16)
    needed = 300 + comparisons[0].missing_ratings
    last = [list(looks(seed, needed, slightly_worse, WEIGHTS, slightly_worse))[-1] for seed in range(EXPERIMENTS)]
    found = [verdict(samples).better for samples in last]
    assert 0.74 <= found.count("B") / EXPERIMENTS <= 0.9


def test_uneven_shares_need_more_ratings() -> None:
    one = Opinions(20, 3.5, 1.2)
    even, uneven = (verdict([Sample(one, 1 - share), Sample(one, share)]).comparisons[0] for share in (0.5, 0.1))
    assert uneven.missing_for(0.3) > 2 * even.missing_for(0.3)


def test_the_probabilities_of_all_that_may_be_are_one() -> None:
    evidence = Evidence.between(Opinions(50, 3.5, 1.2), Opinions(50, 3.6, 1.2), 2)
    assert 0 < evidence.a_is_better < evidence.other_is_better
    assert evidence.a_is_better + evidence.other_is_better == pytest.approx(evidence.odds / (1 + evidence.odds))


def test_opinions_that_all_agree_are_no_proof_beyond_measure() -> None:
    evidence = Evidence.between(Opinions.of([4.0] * 20), Opinions.of([5.0] * 20), 1)
    assert evidence.variance > 0.04
