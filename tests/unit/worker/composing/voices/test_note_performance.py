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


close = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 6), st.integers(60, 61), st.integers(0, 20)), max_size=60)


@given(close)
def test_a_note_lasts_as_long_as_it_is_meant_to_or_until_its_pitch_is_struck_again(fed):
    played = voice(NOTES, seconds=30.0)
    clock, meant = -1, []
    shifts, durations = config_of(NOTES).heads[1], config_of(NOTES).heads[5]
    for major, minor, pitch, duration in fed:
        played.feed((major, minor, pitch, 19, *divmod(duration, durations)))
        clock = 0 if clock < 0 else clock + shifts * major + minor
        meant.append((clock, clock + duration + 1, pitch))
    lasting = []
    for place, (start, end, pitch) in enumerate(meant):
        again = min((other[0] for other in meant[place + 1 :] if other[2] == pitch), default=end)
        lasting.append((start / 100, min(end, again) / 100, pitch))
    expected = sorted(note for note in lasting if note[0] < note[1] and note[0] < 30)
    assert sorted(row[:3] for row in played.notes().tolist()) == [pytest.approx(note) for note in expected]


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
