"""Performances: from classes to notes, however odd the classes are."""

from __future__ import annotations

import copy

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.worker.composing.voices.parts import feed, voice
from worker.composing.voices.performance import MAX_NOTE_STEPS
from worker.contract.part_spec import Primer, PrimerNote
from worker.encodings.configs import config_of
from worker.encodings.notes import NOTE_DTYPE, Notes
from worker.encodings.performance import NOTE_OFF, TIME_SHIFT, VELOCITY, PerformanceEncoding

ENCODING = PerformanceEncoding()
DYNAMIC = "performance_with_dynamics"
classes = st.lists(st.integers(0, ENCODING.num_classes - 1), max_size=400)


def played(events: list[int], length_seconds: float = 20.0) -> Notes:
    performance = voice(DYNAMIC, seconds=length_seconds)
    feed(performance, *events)
    return performance.notes()


@given(classes, st.floats(5, 20))
def test_whatever_is_fed_no_note_hangs_or_leaves_the_piece(events, length_seconds):
    notes = played(events, length_seconds)
    assert (notes["end_seconds"] > notes["start_seconds"]).all()
    assert (notes["end_seconds"] <= length_seconds).all()
    assert (notes["end_seconds"] - notes["start_seconds"] <= MAX_NOTE_STEPS / 100 + 1e-9).all()
    assert ((notes["velocity"] >= 1) & (notes["velocity"] <= 127)).all()


@given(classes)
def test_a_pitch_never_sounds_twice_at_once(events):
    notes = played(events)
    for pitch in set(notes["pitch"].tolist()):
        same = np.sort(notes[notes["pitch"] == pitch], order="start_seconds")
        assert (same["start_seconds"][1:] >= same["end_seconds"][:-1]).all()


def test_a_melody_comes_back_as_it_was_to_a_hundredth_and_a_velocity_bin():
    melody = np.array([(0.0, 0.5, 60, 81), (0.5, 1.0, 64, 81), (1.0, 3.0, 67, 41)], dtype=NOTE_DTYPE)
    assert played(ENCODING.encode_notes(melody).tolist(), 5).tolist() == melody.tolist()


def test_the_clock_starts_at_the_first_note():
    late = np.array([(2.0, 2.5, 60, 81)], dtype=NOTE_DTYPE)
    assert played(ENCODING.encode_notes(late).tolist(), 5)["start_seconds"].tolist() == [0.0]


def test_a_network_that_lets_no_time_pass_is_stopped():
    performance = voice(DYNAMIC, seconds=5)
    fed = 0
    while not performance.done:
        feed(performance, 60)
        fed += 1
    assert fed == 2000


def test_without_a_primer_a_second_of_silence_is_heard_and_not_played():
    performance = voice(DYNAMIC)
    assert performance.primer == [(VELOCITY - 1,)]
    assert performance.seconds == 0


@pytest.mark.parametrize(("config", "loudness"), [(DYNAMIC, [(VELOCITY + 19,)]), ("performance", [])])
def test_a_start_pitch_is_struck_after_the_silence_and_begins_the_piece(config, loudness):
    performance = voice(config, Primer(start_pitch=64))
    assert performance.primer == [(VELOCITY - 1,), *loudness, (64,)]
    feed(performance, TIME_SHIFT + 29, NOTE_OFF + 64)
    assert [row[:3] for row in performance.notes().tolist()] == [(0.0, 0.3, 64)]


def test_pitches_are_struck_for_half_a_second_and_a_hundredth_of_silence_follows():
    performance = voice("performance", Primer(pitches=(60, 64)), qpm=90.0)
    assert performance.primer == [(60,), (64,), (TIME_SHIFT + 49,), (NOTE_OFF + 60,), (NOTE_OFF + 64,), (TIME_SHIFT,)]
    assert [row[:3] for row in performance.notes().tolist()] == [(0.0, 0.5, 60), (0.0, 0.5, 64)]


def test_a_piece_without_its_primer_begins_after_it_and_is_as_long_as_asked():
    performance = voice(DYNAMIC, Primer(pitches=(60,), include_primer=False), seconds=5.0)
    feed(performance, 67, *[VELOCITY - 1] * 5)
    assert performance.done
    assert [row[:3] for row in performance.notes().tolist()] == [(0.0, 5.0, 67)]


def test_silence_before_the_notes_of_a_primer_is_part_of_the_piece():
    performance = voice(DYNAMIC, Primer(notes=(PrimerNote(2.0, 2.5, 60, 81),)))
    assert performance.notes().tolist() == [(2.0, 2.5, 60, 81)]


def test_a_copy_goes_its_own_way():
    performance = voice(DYNAMIC, Primer(pitches=(60,)))
    other = copy.deepcopy(performance)
    feed(other, 72, VELOCITY - 1)
    assert len(performance.notes()) == 1
    assert len(other.notes()) == 2


def test_wishes_are_spread_evenly_over_the_piece_with_its_primer():
    performance = voice(
        "optional_multiconditioned_performance_with_dynamics",
        Primer(pitches=(60,)),
        notes_per_second=(1.0, 10.0, 30.0),
        disable_conditioning=(False, True),
    )
    assert performance.controls is not None
    assert performance.controls.starts.tolist() == [0, 334, 500, 667]
    flat = (1.0,) * 12
    wished = [(False, (1.0, flat)), (False, (10.0, flat)), (True, (10.0, flat)), (True, (30.0, flat))]
    inputs = config_of("optional_multiconditioned_performance_with_dynamics").control_inputs
    assert (performance.controls.values == np.stack([inputs(event) for event in wished])).all()


@given(st.integers(1, 7), st.floats(5, 20))
def test_each_step_has_the_value_that_magenta_gives_it(count, seconds):
    values = tuple(float(2**place) for place in range(count))
    primer = Primer(pitches=(60,))
    performance = voice("density_conditioned_performance_with_dynamics", primer, seconds, notes_per_second=values)
    controls, steps = performance.controls, int(np.ceil(seconds * 100 - 1e-6))
    assert controls is not None
    inputs = config_of("density_conditioned_performance_with_dynamics").control_inputs
    for step in range(0, steps, 7):
        expected = inputs((values[min(step * count // steps, count - 1)],))
        assert (controls.window(step, 1)[1][0] == expected).all()
