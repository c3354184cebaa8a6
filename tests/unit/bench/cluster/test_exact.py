from __future__ import annotations

import math

import pytest

from tests.bench.cluster.exact import Job, Pool
from tests.unit.bench.cluster.small import FREE, one_kind

TEN_SECONDS = one_kind()[0]


def jobs(*arrived: float) -> list[Job]:
    return [Job(at, TEN_SECONDS) for at in arrived]


def test_a_lone_piece_takes_its_calls():
    (job,) = Pool(FREE, 1).run(jobs(3.0))
    assert job.begun == 3.0
    assert job.first_note == pytest.approx(3.1)
    assert job.ended == pytest.approx(4.0)


def test_two_pieces_share_each_call():
    first, second = Pool(FREE, 1).run(jobs(0.0, 0.0))
    # What comes while a round is under way joins the next: one call alone at each end, nine together between.
    assert first.ended == pytest.approx(0.1 + 9 * 0.2, abs=0.11)
    assert second.ended == pytest.approx(first.ended, abs=0.11)


def test_two_workers_take_turns():
    first, second = Pool(FREE, 2).run(jobs(0.0, 0.0))
    assert first.ended == second.ended == pytest.approx(1.0)


def test_who_finds_no_place_waits_for_one():
    first, second = Pool(FREE, 1, slots=1).run(jobs(0.0, 0.5))
    assert second.begun == pytest.approx(first.ended)


def test_who_finds_the_queue_full_is_refused():
    first, second, third = Pool(FREE, 1, slots=1, queue_limit=2).run(jobs(0.0, 0.1, 0.2))
    assert not math.isnan(first.ended)
    assert not math.isnan(second.ended)
    assert math.isnan(third.ended)
