"""Drum tracks: from files to classes, and from classes to hits of the right length."""

from __future__ import annotations

import note_seq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from note_seq.protobuf.music_pb2 import NoteSequence

from worker.encodings.drums import KIT, DrumKitEncoding
from worker.encodings.drums_decoder import DrumKitDecoder

events = st.lists(st.integers(0, KIT.num_classes - 1), min_size=16, max_size=64)


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


def test_a_file_under_a_bar_is_left_out():
    assert DrumKitEncoding().examples(track([(0.0, 36), (0.5, 38)])) == []


@given(events)
def test_hits_come_back_as_the_drums_that_were_decided(classes):
    decoder = DrumKitDecoder(length_seconds=len(classes) / 8, qpm=120)
    for event in classes:
        decoder.feed(event)
    hits = {(note["start_seconds"].item(), note["pitch"].item()) for note in decoder.notes()}
    assert decoder.done
    assert hits == {(step / 8, pitch) for step, event in enumerate(classes) for pitch in KIT.decode_event(event)}


@pytest.mark.parametrize("length_seconds", [5, 7.3, 30, 180])
@pytest.mark.parametrize("qpm", [60.0, 97.0, 180.0])
def test_no_hit_sounds_past_the_asked_length(length_seconds, qpm):
    decoder = DrumKitDecoder(length_seconds, qpm)
    while not decoder.done:
        decoder.feed(note_seq.MultiDrumOneHotEncoding().encode_event({36}))
    notes = decoder.notes()
    assert (notes["end_seconds"] <= length_seconds).all()
    assert notes["end_seconds"][-1] > length_seconds - 60 / qpm / 4
    assert decoder.seconds == length_seconds
