"""Chords below a line, at 120 quarters a minute: a sixteenth lasts an eighth of a second."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.composing.arranging.voicing import Chords, chord_classes, voiced
from worker.contract.part_spec import Conditioning, Voicing


def chords(*symbols: str, steps: int = 16, voicing: Voicing = "chords") -> Chords:
    return Chords.of(Conditioning(backing_chords=symbols, steps_per_chord=steps), voicing, 120.0)


@given(st.sampled_from(["C", "Am7", "F#dim", "G7/B", "Bb13"]), st.integers(11, 127))
def test_a_chord_lies_within_the_octave_below_the_line_whole(symbol, line):
    pitches = voiced(chord_classes(symbol), line)
    assert {pitch % 12 for pitch in pitches} == set(chord_classes(symbol))
    assert line - 12 < pitches[0] <= pitches[-1] <= line
    assert pitches == sorted(pitches)


def test_a_chord_is_voiced_anew_as_the_line_moves():
    assert chords("C").below(67, 0.0) == [60, 64, 67]
    assert chords("C").below(66, 0.0) == [55, 60, 64]


def test_chords_change_on_their_step_and_begin_again():
    progression = chords("C", "F", steps=8)
    found = [progression.below(72, step / 8) for step in (0, 7, 8, 15, 16)]
    assert found == [[64, 67, 72], [64, 67, 72], [65, 69, 72], [65, 69, 72], [64, 67, 72]]


def test_where_there_is_no_chord_the_line_sounds_alone():
    assert chords("N.C.").below(61, 0.0) == [61]


def test_where_no_chords_are_asked_for_they_are_those_that_the_network_hears():
    assert Chords.of(Conditioning(), "chords", 120.0).below(71, 2.0) == [62, 67, 71]


def test_what_is_no_chord_is_refused_before_anything_is_played():
    with pytest.raises(ValueError, match="'H' is no chord symbol"):
        chords("C", "H")


@pytest.mark.parametrize(
    ("symbol", "below_72"),
    [("C", [67, 72]), ("Am7", [64, 69]), ("Bdim", [65, 71]), ("Caug", [68, 72]), ("C/E", [67, 72]), ("N.C.", [72])],
)
def test_of_a_chord_root_and_fifth_alone_may_be_struck(symbol, below_72):
    assert chords(symbol, voicing="fifths").below(72, 0.0) == below_72
