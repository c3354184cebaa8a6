"""The NumPy encoding gives what note-seq gives, and a decoder gives back what was encoded."""

from __future__ import annotations

import note_seq
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from note_seq.protobuf.music_pb2 import NoteSequence

from worker.encodings.notes import NOTE_DTYPE, Notes, notes_of
from worker.encodings.performance import PerformanceEncoding
from worker.encodings.performance_decoder import MAX_NOTE_STEPS, PerformanceDecoder

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


@given(st.lists(st.integers(0, ENCODING.num_classes - 1), max_size=400), st.floats(5, 20))
def test_whatever_is_fed_no_note_hangs_or_leaves_the_piece(events, length_seconds):
    notes = decoded(events, length_seconds)
    assert (notes["end_seconds"] > notes["start_seconds"]).all()
    assert (notes["end_seconds"] <= length_seconds + 0.005).all()
    assert (notes["end_seconds"] - notes["start_seconds"] <= MAX_NOTE_STEPS / 100 + 1e-9).all()
    assert ((notes["velocity"] >= 1) & (notes["velocity"] <= 127)).all()


@given(st.lists(st.integers(0, ENCODING.num_classes - 1), max_size=400))
def test_a_pitch_never_sounds_twice_at_once(events):
    notes = decoded(events, 20)
    for pitch in set(notes["pitch"].tolist()):
        same = np.sort(notes[notes["pitch"] == pitch], order="start_seconds")
        assert (same["start_seconds"][1:] >= same["end_seconds"][:-1]).all()


def test_a_melody_comes_back_as_it_was_to_a_hundredth_and_a_velocity_bin():
    melody = np.array([(0.0, 0.5, 60, 81), (0.5, 1.0, 64, 81), (1.0, 3.0, 67, 41)], dtype=NOTE_DTYPE)
    notes = decoded(ENCODING.encode_notes(melody).tolist(), 5)
    assert notes.tolist() == melody.tolist()


def test_the_clock_starts_at_the_first_note():
    late = np.array([(2.0, 2.5, 60, 81)], dtype=NOTE_DTYPE)
    assert decoded(ENCODING.encode_notes(late).tolist(), 5)["start_seconds"].tolist() == [0.0]


def test_a_network_that_lets_no_time_pass_is_stopped():
    decoder = PerformanceDecoder(ENCODING, 5)
    fed = 0
    while not decoder.done:
        decoder.feed(60)
        fed += 1
    assert fed == 2000


def test_augmenting_moves_every_note_alike():
    example = np.array([(1.0, 2.0, 60, 80), (2.0, 3.0, 64, 80)], dtype=NOTE_DTYPE)
    variants = {tuple(ENCODING.encode(example, np.random.default_rng(seed)).tolist()) for seed in range(60)}
    assert len(variants) > 20
    for classes in variants:
        on = [c for c in classes if c < 128]
        assert on[1] - on[0] == 4
        assert 57 <= on[0] <= 63


def decoded(events: list[int], length_seconds: float) -> Notes:
    decoder = PerformanceDecoder(ENCODING, length_seconds)
    for event in events:
        decoder.feed(event)
    return decoder.notes()
