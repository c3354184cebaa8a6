"""What rows hear in the graph is what note-seq's encoders say they hear."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import note_seq
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import example, given, settings
from hypothesis import strategies as st

from worker.encodings.config import CHORDS, Config
from worker.encodings.configs import CONFIGS
from worker.encodings.event_json import control_events_of, events_of
from worker.networks.encoders import Memory
from worker.networks.encoders.conditioned import ConditionedEncoder
from worker.networks.encoders.improv import ImprovEncoder
from worker.networks.encoders.of_config import encoder_of

DATA = Path(__file__).parents[3] / "data"
NAMES = sorted(path.stem for path in DATA.glob("*.mag") if not CONFIGS[path.stem].is_nade)
REPEATING = ["lookback_rnn", "attention_rnn"]


def rows(config: Config, events: list[Any]) -> np.ndarray:
    """[T, event_size], events as the graph has them."""
    target = config.target_encoder
    if config.family in ("melody", "improv"):
        low = config.note_range[0]
        return np.array([[event + 2 if event < 0 else event - low + 2] for event in events], np.int32)
    return np.array([np.atleast_1d(target.events_to_label(events, place)) for place in range(len(events))], np.int32)


def heard(config: Config, events: np.ndarray, controls: np.ndarray | None = None) -> np.ndarray:
    """[T, input size]: the inputs after each event, one row of a batch."""
    encoder, size, found = encoder_of(config), config.network_input_size, []
    memory = encoder.fresh(1)
    if isinstance(encoder, ConditionedEncoder) and controls is not None:
        starts = np.arange(len(controls)) if config.controls == (CHORDS,) else np.zeros(len(controls))
        memory |= {"control_starts": tf.constant(starts[None], tf.int32), "controls": tf.constant(controls[None])}
    for event in events:
        memory = encoder.hear(memory, tf.constant(event[None]))
        inputs, whole = encoder.inputs(memory), np.zeros(size, np.float32)
        if inputs.ones is not None:
            whole[inputs.ones.numpy()[0]] = 1
        if inputs.numbers is not None:
            whole[inputs.first : inputs.first + inputs.numbers.shape[1]] = inputs.numbers.numpy()[0]
        found.append(whole)
    return np.array(found)


@pytest.mark.parametrize("name", NAMES)
def test_every_config_hears_what_magenta_gave_its_network(name):
    config, described = CONFIGS[name], json.loads((DATA / f"{name}.json").read_text())
    events = events_of(config, described["events"])
    given = control_events_of(config, described, len(events) + 1)
    controls = np.array([config.control_inputs(event) for event in given], np.float32) if given else None
    expected = config.network_inputs(config.inputs(events, given))
    assert np.array_equal(heard(config, rows(config, events), controls), expected)


def as_composed(events):
    """A list given to `Melody` at once would lose the note-offs that come before its first note."""
    melody = note_seq.Melody()
    for event in events:
        melody.append(event)
    return melody


@pytest.mark.parametrize("name", REPEATING)
@settings(max_examples=20, deadline=None)
@example(melody=[-1, *[-2] * 16])
@given(melody=st.lists(st.sampled_from([-2, -2, -1, 48, 55, 60, 60, 64, 83]), min_size=1, max_size=70))
def test_a_melody_is_heard_as_note_seq_says_whatever_it_is(name, melody):
    config = CONFIGS[name]
    expected = config.inputs(as_composed(melody) if name == "attention_rnn" else melody)
    assert np.array_equal(heard(config, rows(config, melody)), expected)


@pytest.mark.parametrize("name", REPEATING)
@settings(max_examples=20, deadline=None)
@given(melody=st.lists(st.sampled_from([-2, -1, 48, 60, 83]), min_size=1, max_size=40), chosen=st.integers(0, 39))
def test_a_class_that_says_repeat_becomes_the_event_it_means(name, melody, chosen):
    config = CONFIGS[name]
    encoder = encoder_of(config)
    memory = encoder.fresh(1)
    for event in rows(config, melody):
        memory = encoder.hear(memory, tf.constant(event[None]))
    meant = encoder.event_of(memory, tf.constant([[chosen]])).numpy()
    assert meant.tolist() == rows(config, [config.target_encoder.class_index_to_event(chosen, melody)]).tolist()


def test_a_piano_roll_hears_the_keys_that_sound():
    config = CONFIGS["rnn-nade"]
    keys = (np.random.default_rng(0).random((5, 88)) < 0.2).astype(np.int32)
    assert np.array_equal(heard(config, keys), config.inputs([tuple(np.flatnonzero(step)) for step in keys]))


def test_a_performance_knows_the_ends_that_mean_nothing():
    encoder = encoder_of(CONFIGS["performance_with_dynamics"])
    memory = encoder.fresh(1)
    for event in (60, 64, 128 + 60):
        memory = encoder.hear(memory, tf.constant([[event]]))
    senseless: Any = encoder.senseless(memory)
    senseless = np.flatnonzero(senseless.numpy()[0])
    assert senseless.tolist() == [128 + pitch for pitch in range(128) if pitch != 64]


def forbidden_shifts(events: list[int]) -> bool:
    """Whether no time may pass after these; all of them, or none."""
    encoder = encoder_of(CONFIGS["performance_with_dynamics"])
    memory = encoder.fresh(1)
    for event in events:
        memory = encoder.hear(memory, tf.constant([[event]]))
    found: Any = encoder.senseless(memory)
    shifts = found.numpy()[0, 256:356]
    assert shifts.all() == shifts.any()
    assert not found.numpy()[0, [*range(128), *range(356, 388)]].any()
    return bool(shifts.all())


def test_after_two_seconds_of_silence_a_performance_must_go_on():
    second = 355
    assert not forbidden_shifts([60, second, 128 + 60, second])
    assert forbidden_shifts([60, second, 128 + 60, second, second])
    assert not forbidden_shifts([60, second, 128 + 60, second, second, 64])


def test_a_note_that_sounds_is_waited_for_and_one_that_was_forgotten_no_longer_than_it_lasts():
    second = 355
    assert not forbidden_shifts([60, *[second] * 6])
    assert forbidden_shifts([60, *[second] * 7])


def told(config: Config, chord: str) -> Memory:
    """Of a row that has heard nothing, over one chord where the config hears chords."""
    encoder = encoder_of(config)
    memory = encoder.fresh(1)
    if isinstance(encoder, ImprovEncoder):
        memory["control_starts"] = tf.zeros((1, 1), tf.int32)
        memory["controls"] = tf.constant(config.control_inputs(chord)[None, None])
    return memory


@pytest.mark.parametrize(
    ("name", "ends"),
    [("basic_rnn", {1}), ("lookback_rnn", {1, 38}), ("attention_rnn", {37, 38}), ("basic_improv", {1})],
)
def test_a_melody_knows_that_nothing_ends_where_nothing_sounds(name, ends):
    """The note that began the melody ends in step 1: in step 17 a repetition of a bar ago would end one again."""
    encoder, memory = encoder_of(CONFIGS[name]), told(CONFIGS[name], "N.C.")
    for event in (14, 1, *[0] * 15):
        memory = encoder.hear(memory, tf.constant([[event]]))
    found: Any = encoder.senseless(memory)
    assert set(np.flatnonzero(found.numpy()[0]).tolist()) == ends
    memory = encoder.hear(memory, tf.constant([[14]]))
    found = encoder.senseless(memory)
    assert not found.numpy().any()


@pytest.mark.parametrize("name", ["basic_improv", "attention_improv", "chord_pitches_improv"])
@pytest.mark.parametrize(("chord", "fitting"), [("F", {5, 9, 0}), ("F#dim", {6, 9, 0}), ("N.C.", set(range(12)))])
def test_over_a_chord_its_notes_alone_begin_on_strong_beats(name, chord, fitting):
    config = CONFIGS[name]
    encoder = encoder_of(config)
    assert isinstance(encoder, ImprovEncoder)
    memory, begun = told(config, chord), []
    for step in range(17):
        memory = encoder.hear(memory, tf.constant([[0 if step else 14]]))
        meant: Any = encoder.event_of(memory, tf.range(config.heads[0])[None])
        senseless: Any = encoder.senseless(memory)
        allowed = ~senseless.numpy()[0]
        begun.append({int(event - 2) % 12 for event in meant.numpy()[0][allowed] if event >= 2})
    assert [place + 1 for place, classes in enumerate(begun) if classes == fitting and place % 8 == 7] == [8, 16]
    assert all(classes == set(range(12)) for place, classes in enumerate(begun) if place % 8 != 7)


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("basic_rnn", [36]),
        ("attention_rnn", [36]),
        ("basic_improv", [36]),
        ("polyphony", [128]),
        ("performance", [128, 128]),
        ("drum_kit", []),
    ],
)
def test_an_encoder_knows_which_classes_say_the_same_of_different_pitches(name, sizes):
    config = CONFIGS[name]
    encoder = encoder_of(config)
    memory = encoder.hear(encoder.fresh(1), tf.constant([[0]]))
    alike: Any = encoder.alike(memory)
    assert {classes.shape[-1] for classes in alike} <= {config.heads[0]}
    assert [int(classes.numpy().sum()) for classes in alike] == sizes


def test_polyphony_knows_which_notes_can_go_on():
    encoder = encoder_of(CONFIGS["polyphony"])
    memory = encoder.fresh(1)
    for event in (3 + 60, 3 + 64, 2, 3 + 128 + 60):
        memory = encoder.hear(memory, tf.constant([[event]]))
    found: Any = encoder.senseless(memory)
    assert set(range(259)) - set(np.flatnonzero(found.numpy()[0])) == {*range(131), 131 + 60, 131 + 64}


def test_a_control_holds_from_its_start_until_the_next():
    config = CONFIGS["optional_multiconditioned_performance_with_dynamics"]
    encoder = encoder_of(config)
    size = config.control_size
    memory = encoder.fresh(1) | {
        "control_starts": tf.constant([[0, 50, 100]]),
        "controls": tf.constant(np.arange(3, dtype=np.float32)[None, :, None] * np.ones((1, 3, size), np.float32)),
    }
    found = []
    for event in (60, 256 + 48, 256, 256 + 48, 256):
        memory = encoder.hear(memory, tf.constant([[event]]))
        numbers: Any = encoder.inputs(memory).numbers
        found.append(float(numbers[0, 0]))
    assert found == [0, 0, 1, 1, 2]
