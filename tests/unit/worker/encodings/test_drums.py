"""Drum tracks: from files to classes."""

from __future__ import annotations

import numpy as np
from note_seq.protobuf.music_pb2 import NoteSequence

from worker.encodings.drums import KIT, DrumKitEncoding, looped


def track(hits: list[tuple[float, int]], qpm: float = 120.0, numerator: int = 4) -> NoteSequence:
    sequence = NoteSequence()
    sequence.tempos.add(qpm=qpm)
    sequence.time_signatures.add(numerator=numerator, denominator=4)
    for start, pitch in hits:
        sequence.notes.add(start_time=start, end_time=start + 0.1, pitch=pitch, velocity=90, is_drum=True)
    sequence.total_time = max(start for start, _ in hits) + 0.1
    return sequence


def test_each_16th_step_is_the_set_of_drums_that_sound():
    beat = [(step * 0.125, 42) for step in range(32)] + [(0.0, 36), (1.0, 38)]
    (classes,) = DrumKitEncoding().examples(track(beat))
    assert len(classes) == 32
    assert KIT.decode_event(classes[0]) == {36, 42}
    assert KIT.decode_event(classes[8]) == {38, 42}
    assert KIT.decode_event(classes[1]) == {42}


def test_a_file_in_three_four_is_left_out():
    assert DrumKitEncoding().examples(track([(step * 0.5, 36) for step in range(24)], numerator=3)) == []


def test_a_bar_that_ends_early_is_filled_up():
    (classes,) = DrumKitEncoding().examples(track([(0.0, 36), (0.5, 38)]))
    assert [KIT.decode_event(event) for event in classes] == [{36}, *[set()] * 3, {38}, *[set()] * 11]


def test_a_file_without_drums_is_left_out():
    silent = track([(0.0, 36)])
    silent.notes[0].is_drum = False
    assert DrumKitEncoding().examples(silent) == []


def test_the_bars_of_a_phrase_are_looped_up_to_its_last():
    bars = np.repeat(np.arange(10, dtype=np.int32), 16)
    assert looped(bars, 4, 1)[::16].tolist() == [0, 0, 0, 3, 4, 4, 4, 7, 8, 8]
    assert looped(bars, 8, 2)[::16].tolist() == [0, 1, 0, 1, 0, 1, 0, 7, 8, 9]


def test_a_looped_bar_is_whole():
    steps = np.arange(64, dtype=np.int32)
    assert looped(steps, 4, 1).tolist() == [*range(16)] * 3 + [*range(48, 64)]


def test_some_pieces_are_heard_as_loops_in_training_and_none_otherwise():
    bars = np.repeat(np.arange(16), 16)
    encoding = DrumKitEncoding()
    heard = [encoding.encode(bars, np.random.default_rng(seed)).classes.tolist() for seed in range(200)]
    assert 0.5 < sum(classes == bars.tolist() for classes in heard) / 200 < 0.7
    assert encoding.encode(bars).classes.tolist() == bars.tolist()
