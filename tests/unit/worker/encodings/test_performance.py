"""The NumPy encoding gives what note-seq gives."""

from __future__ import annotations

import note_seq
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from note_seq.protobuf.music_pb2 import NoteSequence

from worker.encodings.notes import NOTE_DTYPE, notes_of
from worker.encodings.performance import PerformanceEncoding

ENCODING = PerformanceEncoding()
CLASSES = note_seq.PerformanceOneHotEncoding(num_velocity_bins=32)

note = st.tuples(st.floats(0, 20), st.floats(0, 6), st.integers(0, 127), st.integers(1, 127)).map(
    lambda n: (n[0], n[0] + n[1], n[2], n[3])
)
rows = st.lists(note, max_size=40)


def sequence_of(notes: list[tuple[float, float, int, int]]) -> NoteSequence:
    sequence = NoteSequence()
    for start, end, pitch, velocity in notes:
        sequence.notes.add(start_time=start, end_time=end, pitch=pitch, velocity=velocity)
    sequence.total_time = max((n[1] for n in notes), default=0.0)
    return sequence


def by_note_seq(sequence: NoteSequence) -> list[int]:
    quantized = note_seq.quantize_note_sequence_absolute(sequence, 100)
    performance = note_seq.Performance(quantized, num_velocity_bins=32)
    return [CLASSES.encode_event(event) for event in performance]


@given(rows)
def test_classes_are_those_of_note_seq(notes):
    sequence = sequence_of(notes)
    assert ENCODING.encode_notes(notes_of(sequence)).tolist() == by_note_seq(sequence)


@given(st.integers(0, ENCODING.num_classes - 1))
def test_there_are_as_many_classes_as_note_seq_has(index):
    assert ENCODING.num_classes == CLASSES.num_classes
    assert CLASSES.encode_event(CLASSES.decode_event(index)) == index


def test_augmenting_moves_every_note_alike():
    example = np.array([(1.0, 2.0, 60, 80), (2.0, 3.0, 64, 80)], dtype=NOTE_DTYPE)
    variants = {tuple(ENCODING.encode(example, np.random.default_rng(seed)).events.tolist()) for seed in range(60)}
    assert len(variants) > 20
    for classes in variants:
        on = [c for c in classes if c < 128]
        assert on[1] - on[0] == 4
        assert 57 <= on[0] <= 63
