"""Bars: where a part sounds, and on which bar line a piece closes. At 120 quarters a minute a bar lasts 2 s."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.worker.composing.made_up import spec
from worker.composing.arranging.bars import Presence, bar_seconds, closes, closing_seconds
from worker.contract.job_spec import JobSpec
from worker.contract.plan import Plan, Section


def planned(length_seconds: float, *sections: Section, qpm: float = 120.0) -> JobSpec:
    return replace(spec(length_seconds=length_seconds, qpm=qpm), plan=Plan(sections=sections))


SONG = (
    Section("intro", 1, ("drums",)),
    Section("A", 3, ("drums", "lead")),
    Section("fill", 1, ("fills",)),
    Section("ending", 1, ("drums", "lead")),
)


@pytest.mark.parametrize(
    ("length_seconds", "seconds"),
    [(30.0, 28.0), (31.0, 30.0), (30.9, 28.0), (4.0, 2.0), (3.0, 2.0), (2.5, 2.0), (2.0, None), (1.0, None)],
)
def test_a_piece_closes_on_the_last_bar_line_that_leaves_it_a_second_if_there_is_one(length_seconds, seconds):
    assert closing_seconds(planned(length_seconds)) == seconds


def test_a_piece_without_a_plan_does_not_close():
    piece = spec(length_seconds=30.0)
    assert closing_seconds(piece) is None
    assert not closes(piece, "drums")


@pytest.mark.parametrize(("length_seconds", "seconds"), [(12.0, 10.0), (13.7, 10.0), (30.0, 10.0), (8.0, 6.0)])
def test_a_laid_out_piece_closes_on_its_last_bar_if_it_comes_to_that(length_seconds, seconds):
    assert closing_seconds(planned(length_seconds, *SONG)) == seconds


def test_those_close_a_piece_whom_its_last_section_names():
    assert [closes(planned(12.0, *SONG), role) for role in ("drums", "fills", "lead")] == [True, False, True]
    assert closes(planned(12.0), "anybody")


def test_a_part_sounds_in_its_sections_up_to_the_closing():
    lead, fills = (Presence.of(planned(12.0, *SONG), role) for role in ("lead", "fills"))
    assert [lead.until(seconds) for seconds in (0.0, 1.9, 2.0, 7.9, 8.0, 9.9, 10.0, 11.0)] == [0, 0, 8, 8, 0, 0, 0, 0]
    assert [fills.until(seconds) for seconds in (7.9, 8.0, 9.9, 10.0)] == [0, 10, 10, 0]


def test_a_note_may_go_on_from_one_section_of_its_part_into_the_next():
    assert Presence.of(planned(12.0, *SONG), "drums").until(0.5) == 8.0


def test_after_the_last_section_all_rest():
    piece = planned(30.0, Section("A", 2, ("lead",)), Section("ending", 1, ("lead",)))
    assert Presence.of(piece, "lead").until(7.0) == 0.0


def test_without_sections_a_part_sounds_until_the_piece_closes_or_for_ever():
    assert Presence.of(planned(12.0), "lead").until(9.9) == 10.0
    assert Presence.of(spec(length_seconds=12.0), "lead").until(11.9) == math.inf


@given(st.floats(30.0, 300.0), st.integers(0, 200))
def test_a_step_on_a_bar_line_lies_in_the_bar_that_begins(qpm, bar):
    sections = (Section("A", bar + 1, ()), Section("B", 1, ("lead",)), Section("ending", 1, ()))
    piece = planned((bar + 4) * bar_seconds(qpm), *sections, qpm=qpm)
    step_seconds = 60.0 / qpm / 4
    lead = Presence.of(piece, "lead")
    assert [lead.until((16 * (bar + 1) + step) * step_seconds) > 0 for step in (-1, 0, 15, 16)] == [0, 1, 1, 0]
