from __future__ import annotations

from tests.bench.cluster.scaling import LOOK_SECONDS, Keda


def looked_at(rule: Keda, jobs: list[int], workers: int) -> list[int]:
    """How many were wanted after each look, with so many jobs at each."""
    wanted = []
    for number, count in enumerate(jobs):
        workers = rule.wanted(number * LOOK_SECONDS, count, workers)
        wanted.append(workers)
    return wanted


def test_three_quarters_of_the_places_are_left_alone():
    assert looked_at(Keda.of_file(20), [48 * 4, 48 * 4 + 10, 48 * 4 - 10], 4) == [4, 4, 4]


def test_it_doubles_in_half_a_minute_and_no_faster():
    assert looked_at(Keda.of_file(100), [48 * 64] * 7, 1) == [2, 2, 2, 4, 4, 4, 8]


def test_it_never_wants_more_than_there_may_be():
    assert max(looked_at(Keda.of_file(3), [48 * 64] * 20, 1)) == 3


def test_it_shrinks_by_one_in_two_minutes_when_fewer_were_enough_for_ten():
    looks = looked_at(Keda.of_file(20), [48 * 4] + [48] * 60, 4)
    calm, first_shrink = 40, looks.index(3)
    assert first_shrink > calm
    assert looks.index(2) - first_shrink == 120 / LOOK_SECONDS + 1


def test_a_share_goes_at_once_where_that_is_more():
    looks = looked_at(Keda.of_file(200, down_percent=10), [48 * 100] + [48] * 42, 100)
    assert looks[-1] == 90
