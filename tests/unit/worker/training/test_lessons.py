"""What networks learn of a file is what they hear and say when they play, in every config that can be trained."""

from __future__ import annotations

from typing import Any

import note_seq
import numpy as np
import pytest
import tensorflow as tf
from note_seq.protobuf.music_pb2 import NoteSequence

from worker.encodings.configs import config_of
from worker.training.hearing import heard_inputs, target_encoder
from worker.training.recipes import RECIPES

BARS = 9
TUNE = (60, 62, 64, 65, 67, 65, 64, 62)


def band() -> NoteSequence:
    """A tune in eighths over held chords, and a drum on each quarter, in 4/4 at 120 to the minute."""
    sequence = NoteSequence(ticks_per_quarter=220)
    sequence.tempos.add(qpm=120)
    sequence.time_signatures.add(numerator=4, denominator=4)
    for bar in range(BARS):
        for place, pitch in enumerate(TUNE):
            _add(sequence, bar * 2 + place / 4, 0.25, pitch + (bar % 2) * 2, instrument=0)
        for pitch in (48, 52, 55):
            _add(sequence, bar * 2, 2, pitch + (bar % 2) * 2, instrument=1)
        for beat in range(4):
            _add(sequence, bar * 2 + beat / 2, 0.1, 36, instrument=9, is_drum=True)
    sequence.total_time = BARS * 2
    return sequence


def _add(sequence: NoteSequence, start: float, length: float, pitch: int, **more) -> None:
    sequence.notes.add(start_time=start, end_time=start + length, pitch=pitch, velocity=80, **more)


@pytest.mark.parametrize("config_id", RECIPES)
def test_the_network_hears_what_note_seq_would_tell_it(config_id):
    config, encoding = config_of(config_id), RECIPES[config_id].encoding
    encoded = encoding.encode(encoding.examples(band())[0])
    encoder = target_encoder(config_id)
    inputs, _ = heard_inputs(
        encoder, encoder.fresh(1), tf.constant(encoded.events[:-1, None]), tf.constant(encoded.controls[1:, None])
    )
    assert np.allclose(dense(inputs, config.network_input_size), expected(config, encoded)[:-1])


def dense(inputs, size: int):
    found = np.zeros((*tf.shape(inputs.ones if inputs.numbers is None else inputs.numbers)[:2], size), np.float32)
    if inputs.ones is not None:
        found += np.asarray(tf.reduce_sum(tf.one_hot(inputs.ones, size), -2))
    if inputs.numbers is not None:
        found[..., inputs.first : inputs.first + inputs.numbers.shape[-1]] += inputs.numbers
    return found[:, 0]


def expected(config, encoded):
    events = decoded(config, encoded)
    told = [config.target_encoder.events_to_input(events, place) for place in range(len(events))]
    inputs = config.network_inputs(np.array(told, np.float32)) if not config.controls else np.array(told, np.float32)
    return np.concatenate((np.roll(encoded.controls, -1, 0), inputs), 1)


def decoded(config, encoded) -> list[Any]:
    """The events by note-seq's own reading of the classes, from front to back."""
    events: list[Any] = []
    for label in encoded.classes:
        events.append(config.target_encoder.class_index_to_event(int(label), events))
    return events


def test_a_tune_is_learnt_in_the_key_in_which_it_is_played():
    encoding = RECIPES["attention_rnn"].encoding
    line = encoding.examples(band())[0]
    assert note_seq.Melody(line.tolist()).get_major_key() == decoded_key(encoding.encode(line)) == 0
    assert decoded_key(encoding.encode((line + 3 * (line >= 0)).astype(np.int16))) == 0


def decoded_key(encoded) -> int:
    events = decoded(config_of("attention_rnn"), encoded)
    return int(note_seq.Melody([max(event, -2) for event in events]).get_major_key())


def test_chords_move_with_the_melody():
    encoding = RECIPES["basic_improv"].encoding
    example = encoding.examples(band())[0]
    heard = {encoding.encode(example, np.random.default_rng(seed)).controls[0].argmax() for seed in range(40)}
    assert example["chord"][0] == "C"
    assert len(heard) == 12


@pytest.mark.parametrize("numerator", [3, 5])
def test_bars_that_do_not_come_out_even_with_four_quarters_are_left_out(numerator):
    sequence = band()
    sequence.time_signatures[0].numerator = numerator
    for config_id in ("attention_rnn", "basic_improv"):
        assert RECIPES[config_id].encoding.examples(sequence) == []


def test_drums_are_no_part_of_a_chorale():
    encoding = RECIPES["polyphony"].encoding
    without = band()
    del without.notes[:]
    without.notes.extend(note for note in band().notes if not note.is_drum)
    assert np.array_equal(encoding.examples(band())[0], encoding.examples(without)[0])


def test_a_chorale_moves_by_semitones_within_the_range_of_midi():
    encoding = RECIPES["polyphony"].encoding
    example = encoding.examples(band())[0]
    moved = [encoding.encode(example, np.random.default_rng(seed)).events for seed in range(60)]
    lowest = {int(classes[classes >= 3].min()) for classes in moved}
    assert len(lowest) == 12
    assert all(np.array_equal(classes < 3, example < 3) for classes in moved)
