"""Chords that are heard in a piece."""

from __future__ import annotations

import note_seq
from note_seq.protobuf.music_pb2 import NoteSequence

from worker.encodings.chord_inference import infer_chords

C, F, G, A_MINOR = (48, 64, 67), (53, 69, 72), (55, 62, 71), (57, 64, 72)


def piece(*triads: tuple[int, ...]) -> NoteSequence:
    """One triad a bar."""
    sequence = NoteSequence(total_time=2.0 * len(triads))
    sequence.tempos.add(qpm=120.0)
    sequence.time_signatures.add(numerator=4, denominator=4)
    for bar, pitches in enumerate(triads):
        for pitch in pitches:
            sequence.notes.add(start_time=2.0 * bar, end_time=2.0 * bar + 2, pitch=pitch, velocity=90)
    return note_seq.quantize_note_sequence(sequence, 4)


def heard(*triads: tuple[int, ...], **options: float) -> list[str]:
    quantized = piece(*triads)
    infer_chords(quantized, chords_per_bar=1, **options)
    return [text.text for text in quantized.text_annotations]


def test_one_piece_after_another_is_heard_for_what_it_is():
    assert heard(C, F, G, C) == ["C", "F", "G", "C"]
    assert heard(A_MINOR, F, C, G) == ["Am", "F", "C", "G"]


def test_where_chords_are_said_to_hardly_change_fewer_are_heard():
    assert heard(C, F, G, C)
    assert len(heard(C, F, G, C, chord_change_prob=1e-9, chord_note_concentration=1.0)) < 4
