"""Melodies over chords: which chord the network hears at which event."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.worker.composing.voices.parts import voice
from worker.composing.voices.improv import ImprovVoice
from worker.contract.part_spec import Primer, PrimerNote, Sampling
from worker.encodings.configs import config_of
from worker.encodings.melody import FIRST_NOTE


def controls(**conditioning):
    found = voice("basic_improv", **conditioning).controls
    assert found is not None
    return found


def test_each_chord_holds_for_its_steps_and_the_progression_begins_again():
    found = controls(seconds=4.0, backing_chords=("C", "Am7"), steps_per_chord=8)
    assert found.starts.tolist() == [0, 8, 16, 24]
    chords = [config_of("basic_improv").control_inputs(symbol) for symbol in ("C", "Am7", "C", "Am7")]
    assert (found.values == np.stack(chords)).all()


def test_chords_from_before_the_melody_begins_are_left_out():
    late = Primer(notes=(PrimerNote(4.5, 5.0, 60, 90),))
    found = controls(primer=late, backing_chords=("C", "F", "G", "Am"), steps_per_chord=12)
    assert found.starts.tolist() == [0, 4, 16, 28, 40]
    assert (found.values[0] == config_of("basic_improv").control_inputs("G")).all()


@pytest.mark.parametrize("symbol", ["H", "C7b", "hello", "", "Csus"])
def test_a_symbol_that_is_no_chord_is_named(symbol):
    with pytest.raises(ValueError, match=f"{symbol!r} is no chord symbol"):
        controls(backing_chords=("C", symbol))


def test_no_chord_is_a_chord():
    assert controls(backing_chords=("N.C.",)).values[0, 0] == 1


def test_chords_are_rendered_each_until_it_changes():
    played = voice("basic_improv", seconds=4.0, backing_chords=("C", "C", "N.C.", "G/B"), steps_per_chord=8)
    assert isinstance(played, ImprovVoice)
    notes = played.chord_notes()
    assert set(notes["velocity"].tolist()) == {50}
    assert [row[:3] for row in notes.tolist()] == [
        (0.0, 2.0, 36),
        (0.0, 2.0, 48),
        (0.0, 2.0, 52),
        (0.0, 2.0, 55),
        (3.0, 4.0, 47),
        (3.0, 4.0, 50),
        (3.0, 4.0, 55),
        (3.0, 4.0, 59),
    ]


@pytest.mark.parametrize("steps", [1, 6, 15, 40])
def test_the_first_chord_begins_with_the_piece_whatever_was_heard_before(steps):
    primer = Primer(melody=(60,) * steps, include_primer=False)
    played, alone = (
        voice("basic_improv", first, seconds=5.0, backing_chords=("C", "F")) for first in (primer, Primer())
    )
    assert isinstance(played, ImprovVoice)
    assert isinstance(alone, ImprovVoice)
    assert played.chord_notes().tolist() == alone.chord_notes().tolist()


def test_before_the_piece_begins_its_last_chords_are_heard():
    primer = Primer(melody=(60,) * 20, include_primer=False)
    found = controls(primer=primer, seconds=4.0, backing_chords=("C", "F"), steps_per_chord=16)
    heard = len(voice("basic_improv", primer).primer)
    assert found.starts.tolist() == [0, heard - 16, heard, heard + 16]
    chords = [config_of("basic_improv").control_inputs(symbol) for symbol in ("C", "F", "C", "F")]
    assert (found.values == np.stack(chords)).all()


@pytest.mark.parametrize(("chord", "pitch"), [("C", 60), ("F#m", 54), ("Bb/D", 58), ("N.C.", 60)])
def test_what_is_given_nothing_to_begin_with_begins_with_the_root_of_its_first_chord(chord, pitch):
    config = config_of("basic_improv")
    played = voice(config.id, sampling=Sampling(forbids_senseless=True), backing_chords=(chord, "C"))
    assert played.primer[0] == (pitch - config.note_range[0] + FIRST_NOTE,)


def test_a_root_outside_the_scale_that_was_asked_for_begins_nothing():
    config = config_of("basic_improv")
    played = voice(config.id, sampling=Sampling(pitch_classes=(0, 4, 7), forbids_senseless=True), backing_chords=("F",))
    assert played.primer[0] == (60 - config.note_range[0] + FIRST_NOTE,)


def test_as_magenta_has_it_what_is_given_nothing_begins_with_middle_c_over_any_chord():
    config = config_of("basic_improv")
    assert voice(config.id, backing_chords=("F",)).primer[0] == (60 - config.note_range[0] + FIRST_NOTE,)
