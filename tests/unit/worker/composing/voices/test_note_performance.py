"""Performances of whole notes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.worker.composing.voices.parts import voice
from worker.contract.part_spec import Primer, PrimerNote
from worker.encodings.configs import config_of

NOTES = "performance_with_dynamics_and_note_encoding"
events = st.lists(st.tuples(*(st.integers(0, head - 1) for head in config_of(NOTES).heads)), max_size=60)


@given(events)
def test_whatever_is_fed_no_note_leaves_the_piece_or_sounds_twice_at_once(fed):
    played = voice(NOTES, seconds=30.0)
    for event in fed:
        played.feed(event)
    notes = played.notes()
    assert (notes["end_seconds"] > notes["start_seconds"]).all()
    assert (notes["end_seconds"] <= 30).all()
    for pitch in set(notes["pitch"].tolist()):
        same = notes[notes["pitch"] == pitch]
        assert (same["start_seconds"][1:] >= same["end_seconds"][:-1]).all()


def test_a_primer_comes_back_as_it_was_to_a_hundredth_and_a_velocity_bin():
    given_notes = (PrimerNote(0.5, 1.0, 60, 81), PrimerNote(0.75, 4.0, 64, 41))
    played = voice(NOTES, Primer(notes=given_notes))
    assert played.notes().tolist() == [(0.5, 1.0, 60, 81), (0.75, 4.0, 64, 41)]
    assert played.seconds == 0.75


def test_without_a_primer_the_neutral_note_is_heard_and_the_clock_starts_at_the_first_note():
    played = voice(NOTES)
    assert played.primer == [(0, 0, 60, 0, 0, 0)]
    played.feed((3, 5, 64, 19, 1, 9))
    assert played.notes().tolist() == [(0.0, 0.5, 64, 77)]


def test_a_start_pitch_is_played_for_half_a_second():
    assert [row[:3] for row in voice(NOTES, Primer(start_pitch=60)).notes().tolist()] == [(0.0, 0.5, 60)]


def test_a_piece_without_its_primer_counts_on_from_the_last_notes_start():
    played = voice(NOTES, Primer(pitches=(60, 64), include_primer=False))
    played.feed((0, 25, 67, 19, 1, 9))
    assert [row[:3] for row in played.notes().tolist()] == [(0.25, 0.75, 67)]


def test_a_note_of_more_than_ten_seconds_is_refused():
    with pytest.raises(ValueError, match="more than 10 s"):
        voice(NOTES, Primer(notes=(PrimerNote(0.0, 11.0, 60, 80),)), seconds=60)
