"""How a piece of 12 s closes in its sixth bar, which begins at 10 s."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.worker.composing.made_up import spec
from worker.composing.arranging.closing import Line, closing_notes
from worker.composing.voices.timeline import TimedNote
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import Voicing
from worker.contract.plan import Plan

IN_G = Plan(tonic=7)


def piece(plan: Plan | None = IN_G, length_seconds: float = 12.0) -> JobSpec:
    return replace(spec(length_seconds=length_seconds, qpm=120.0), plan=plan)


def line(*notes: TimedNote, voicing: Voicing = "line", is_drum: bool = False, closes: bool = True) -> Line:
    return Line(is_drum, voicing, closes, list(notes))


def together(*pitches: int, start: float = 9.0, end: float = 10.0, velocity: int = 80) -> list[TimedNote]:
    return [(start, end, pitch, velocity) for pitch in pitches]


DRUMS = line((9.5, 9.6, 38, 77), is_drum=True)


@pytest.mark.parametrize(("last", "tonic"), [(60, 55), (62, 67), (67, 67), (61, 55), (73, 67), (74, 79), (40, 43)])
def test_a_tune_goes_to_the_nearest_tonic_and_holds_it_to_the_end(last, tonic):
    (notes,) = closing_notes(piece(), [line((0.0, 9.0, 62, 60), (9.0, 9.5, last, 83))])
    assert notes == [(10.0, 11.9, tonic, 83)]


def test_fifths_go_to_the_fifth_on_the_tonic_below_the_same_note():
    (notes,) = closing_notes(piece(), [line(*together(57, 64), voicing="fifths")])
    assert [note[2] for note in notes] == [55, 62]


def test_chords_go_to_the_chord_of_the_tonic_below_the_same_note():
    (notes,) = closing_notes(piece(), [line(*together(57, 60, 65), voicing="chords")])
    assert [note[2] for note in notes] == [55, 59, 62]


def test_chords_with_a_bass_keep_one():
    (notes,) = closing_notes(piece(), [line(*together(48, 52, 55, 60), voicing="chords")])
    assert [pitch for _, _, pitch, _ in notes] == [43, 50, 55, 59]


def test_of_voices_the_lowest_goes_to_the_tonic_and_the_others_to_its_chord():
    (notes,) = closing_notes(piece(), [line(*together(48, 60, 64, 72))])
    assert [note[2] for note in notes] == [43, 59, 62, 71]
    (minor,) = closing_notes(piece(Plan(tonic=7, is_minor=True)), [line(*together(48, 60, 64, 72))])
    assert [note[2] for note in minor] == [43, 58, 62, 70]


def test_no_voice_goes_below_the_tonic():
    (notes,) = closing_notes(piece(Plan(tonic=5)), [line(*together(60, 62))])
    assert [note[2] for note in notes] == [65]


def test_a_voice_that_ended_a_little_before_the_others_is_heard_too():
    notes = [(8.0, 9.75, 50, 90), (8.0, 9.75, 59, 90), (9.5, 10.0, 67, 60)]
    (closing,) = closing_notes(piece(), [line(*notes)])
    assert closing == [(10.0, 11.9, pitch, 80) for pitch in (55, 59, 67)]


def test_drums_strike_the_bar_line_and_no_more():
    (notes,) = closing_notes(piece(), [DRUMS])
    assert notes == [(10.0, 10.5, 36, 110), (10.0, 10.5, 49, 110)]


def test_of_several_drummers_one_strikes_for_all():
    drums = [len(notes) for notes in closing_notes(piece(), [DRUMS, DRUMS])]
    assert drums == [2, 0]
    fills = [len(notes) for notes in closing_notes(piece(), [replace(DRUMS, closes=False), DRUMS])]
    assert fills == [0, 2]


def test_who_does_not_close_and_who_was_never_heard_are_silent():
    assert closing_notes(piece(), [line(*together(60), closes=False), line()]) == [[], []]


def test_where_no_key_is_said_it_is_that_of_all_pitched_parts():
    scale = line(*((step / 2, step / 2 + 0.5, pitch, 90) for step, pitch in enumerate((57, 59, 60, 62, 64, 65, 64))))
    bass, noise = line((0.0, 9.0, 45, 90)), line(*((step / 9, step, 42, 90) for step in range(80)), is_drum=True)
    notes = closing_notes(piece(Plan()), [scale, bass, noise])
    assert [note[2] for part in notes[:2] for note in part] == [69, 45]
    chords = closing_notes(piece(Plan()), [scale, replace(bass, voicing="chords")])[1]
    assert [note[2] for note in chords] == [36, 40, 45]


def test_what_is_held_ends_within_the_piece_however_little_is_left_of_it():
    (notes,) = closing_notes(piece(length_seconds=2.1), [line(*together(60, start=1.0, end=2.0))])
    assert [note[0] for note in notes] == [2.0]
    assert notes[0][1] == pytest.approx(2.05)


def test_a_piece_without_a_plan_or_a_second_bar_breaks_off():
    lines = [line(*together(60)), DRUMS]
    assert closing_notes(piece(None), lines) == [[], []]
    assert closing_notes(piece(length_seconds=1.9), lines) == [[], []]
