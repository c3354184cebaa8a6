"""Melodies: a class a step, transposed for the network and back."""

from __future__ import annotations

import note_seq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.worker.composing.voices.parts import feed, voice
from worker.composing.voices.of_config import voice_of
from worker.contract.part_spec import ModelRef, PartSpec, Primer, PrimerNote, Sampling
from worker.encodings.configs import config_of

NO_EVENT, NOTE_OFF = 0, 1
C4 = 2 + 60
melodies = st.lists(st.integers(-2, 127), min_size=1, max_size=80)


@given(melodies)
def test_notes_are_those_that_note_seq_makes_of_the_same_events(events):
    encoding = note_seq.MelodyOneHotEncoding(0, 128)
    played = voice("mono_rnn", Primer(start_pitch=60), seconds=(len(events) + 1) / 8)
    feed(played, *(encoding.encode_event(event) for event in events))
    expected = note_seq.Melody([60, *events]).to_sequence().notes
    assert played.done
    assert played.notes().tolist() == [(n.start_time, n.end_time, n.pitch, n.velocity) for n in expected]


@given(st.lists(st.integers(0, 127), min_size=1, max_size=20))
def test_a_primer_in_any_range_comes_back_in_its_own_key(pitches):
    primer = Primer(melody=tuple(pitches))
    given_back = voice("basic_rnn", primer).notes()["pitch"].tolist()
    assert [pitch % 12 for pitch in given_back] == [pitch % 12 for pitch in pitches]


def test_without_a_primer_it_begins_with_middle_c_and_the_step_after_its_end():
    played = voice("mono_rnn")
    assert played.primer == [(C4,), (NOTE_OFF,), (NO_EVENT,)]
    assert played.notes().tolist() == [(0.0, 0.125, 60, 100)]


@pytest.mark.parametrize(("pitch_classes", "pitch"), [((0, 4, 7), 60), ((1, 6), 61), ((3, 11), 59), ((6,), 54)])
def test_in_a_key_it_begins_as_near_to_middle_c_as_may_be(pitch_classes, pitch):
    sampling = Sampling(pitch_classes=pitch_classes)
    for config_id in ("mono_rnn", "attention_rnn", "basic_improv"):
        part = PartSpec("part", ModelRef("model", 1, ""), 0, is_drum=False, sampling=sampling)
        assert voice_of(config_of(config_id), part, 10.0, 120.0).notes()["pitch"].tolist() == [pitch]


def test_a_start_pitch_sounds_until_the_network_ends_it():
    played = voice("mono_rnn", Primer(start_pitch=64))
    feed(played, NO_EVENT, NO_EVENT, NOTE_OFF)
    assert played.notes().tolist() == [(0.0, 0.375, 64, 100)]


def test_a_melody_in_f_sharp_is_heard_in_c_and_sounds_in_f_sharp():
    scale = (66, 68, 70, 71, 73, 75, 77)
    played = voice("basic_rnn", Primer(melody=scale))
    assert {(event[0] - 2 + 48) % 12 for event in played.primer if event[0] >= 2} == {0, 2, 4, 5, 7, 9, 11}
    assert played.notes()["pitch"].tolist() == list(scale)


def test_of_a_chord_the_melody_is_the_highest_note():
    assert voice("mono_rnn", Primer(pitches=(60, 67, 64))).notes()["pitch"].tolist() == [67]


def test_a_primer_that_begins_in_its_third_bar_keeps_its_place():
    played = voice("mono_rnn", Primer(notes=(PrimerNote(4.25, 4.5, 60, 90),)))
    assert len(played.primer) == 2 + 2 + 2
    assert played.notes().tolist() == [(4.25, 4.5, 60, 100)]


def test_without_its_primer_the_piece_begins_where_the_network_does_and_is_as_long_as_asked():
    played = voice("mono_rnn", Primer(melody=(60, -2, 62), include_primer=False), seconds=2.0)
    assert len(played.notes()) == 0
    feed(played, *[C4] * 15)
    assert not played.done
    feed(played, C4)
    assert played.done
    assert played.notes()["start_seconds"].tolist() == [step / 8 for step in range(16)]


def test_a_last_step_that_does_not_fit_is_cut():
    played = voice("mono_rnn", Primer(start_pitch=60), seconds=1.3)
    feed(played, *[C4] * 10)
    assert played.done
    assert played.notes()["end_seconds"].max() == 1.3


def test_a_primer_as_long_as_the_piece_is_refused():
    with pytest.raises(ValueError, match=r"the primer lasts 5\.25 s and leaves nothing of 5 s"):
        voice("mono_rnn", Primer(melody=(60,) * 40), seconds=5.0)
