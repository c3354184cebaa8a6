"""What a performance is like at each moment is what note-seq finds."""

from __future__ import annotations

import note_seq
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.encodings.conditioned import ConditionedPerformanceEncoding
from worker.encodings.configs import config_of
from worker.encodings.notes import NOTE_DTYPE

CONFIG = config_of("multiconditioned_performance_with_dynamics")
SIGNALS = (
    note_seq.NoteDensityPerformanceControlSignal(3.0, [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0]),
    note_seq.PitchHistogramPerformanceControlSignal(5.0),
)
NOTES = st.lists(
    st.tuples(st.integers(0, 1200), st.integers(1, 400), st.integers(55, 70), st.integers(1, 127)),
    min_size=1,
    max_size=40,
)


def sequence_of(notes: list[tuple[int, int, int, int]]) -> note_seq.NoteSequence:
    sequence = note_seq.NoteSequence()
    for start, length, pitch, velocity in notes:
        sequence.notes.add(start_time=start / 100, end_time=(start + length) / 100, pitch=pitch, velocity=velocity)
    sequence.total_time = max(note.end_time for note in sequence.notes)
    return sequence


@given(NOTES)
@settings(deadline=None, max_examples=60)
def test_controls_are_those_of_note_seq(notes):
    sequence = sequence_of(notes)
    (example,) = ConditionedPerformanceEncoding().examples(sequence)
    encoded = ConditionedPerformanceEncoding().encode(example)
    performance = note_seq.Performance(note_seq.quantize_note_sequence_absolute(sequence, 100), num_velocity_bins=32)
    wished = list(zip(*(signal.extract(performance) for signal in SIGNALS), strict=True))
    assert len(wished) == len(encoded)
    assert np.allclose(encoded.controls, [CONFIG.control_inputs(event) for event in wished], atol=1e-5)


def test_each_event_has_its_controls():
    example = np.array([(0.0, 0.5, 60, 80), (0.5, 1.0, 64, 80)], NOTE_DTYPE)
    encoded = ConditionedPerformanceEncoding().encode(example, np.random.default_rng(1))
    assert encoded.controls.shape == (len(encoded), CONFIG.control_size)


def test_some_pieces_are_learnt_from_as_if_no_pitch_classes_were_wished():
    example = np.array([(0.0, 0.5, 60, 80), (0.5, 1.0, 64, 80)], NOTE_DTYPE)
    unwished = CONFIG.control_inputs((1.0, note_seq.performance_controls.DEFAULT_PITCH_HISTOGRAM))[-12:]
    drawn = [ConditionedPerformanceEncoding().encode(example, np.random.default_rng(seed)) for seed in range(200)]
    untold = [np.allclose(encoded.controls[:, -12:], unwished) for encoded in drawn]
    assert 0.15 < np.mean(untold) < 0.35
