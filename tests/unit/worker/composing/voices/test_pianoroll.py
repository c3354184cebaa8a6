"""Piano rolls: keys that go on are one note."""

from __future__ import annotations

import note_seq
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.worker.composing.voices.parts import voice
from worker.contract.part_spec import Primer

frames = st.lists(st.sets(st.integers(0, 87), max_size=5), min_size=1, max_size=40)


def event(keys):
    return tuple(int(key in keys) for key in range(88))


@given(frames)
def test_notes_are_those_that_note_seq_makes_of_the_same_steps(steps):
    played = voice("rnn-nade", seconds=len(steps) / 8)
    for keys in steps:
        played.feed(event(keys))
    roll = note_seq.PianorollSequence(events_list=[tuple(keys) for keys in steps], steps_per_quarter=4)
    expected = sorted((n.start_time, n.pitch, n.end_time, n.velocity) for n in roll.to_sequence().notes)
    assert played.done
    assert [(start, pitch, end, loud) for start, end, pitch, loud in played.notes().tolist()] == expected


def test_without_a_primer_it_has_heard_a_silent_step_that_is_not_in_the_piece():
    played = voice("rnn-nade")
    assert played.primer == [event(set())]
    assert played.seconds == 0


def test_a_primer_is_heard_with_a_silent_step_after_it():
    played = voice("rnn-nade", Primer(pianoroll=((39,), (39, 43), (43,))))
    assert played.primer == [event({39}), event({39, 43}), event({43}), event(set())]
    assert played.notes().tolist() == [(0.0, 0.25, 60, 100), (0.125, 0.375, 64, 100)]


def test_a_start_pitch_goes_on_while_the_network_holds_it():
    played = voice("rnn-nade", Primer(start_pitch=60))
    played.feed(event({39}))
    played.feed(event(set()))
    assert played.notes().tolist() == [(0.0, 0.25, 60, 100)]
