"""The networks give the probabilities that Magenta 2.1.4 gave for the same bundle and events.

The bundles in `tests/data` hold random weights; the vectors beside them were computed by Magenta itself.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from worker.encodings.configs import CONFIGS
from worker.encodings.event_json import events_of
from worker.encodings.magenta import MAGENTA_CONFIGS
from worker.networks.bundle import Bundle, read_bundle, write_bundle
from worker.networks.comparison import compare
from worker.networks.inputs import network_inputs

DATA = Path(__file__).parents[3] / "data"
NAMES = sorted(path.stem for path in DATA.glob("*.mag"))
PLAYED = ["performance_with_dynamics", "drum_kit"]
WRITTEN = [name for name in NAMES if not MAGENTA_CONFIGS[name].is_nade]


def described(name: str) -> dict[str, Any]:
    description: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text())
    return description


def vectors(name: str) -> dict[str, np.ndarray]:
    with np.load(DATA / f"{name}.npz") as arrays:
        return dict(arrays)


@pytest.mark.parametrize("name", NAMES)
def test_a_bundle_gives_what_magenta_gave(name):
    found = compare(read_bundle(DATA / f"{name}.mag"), MAGENTA_CONFIGS[name], described(name), vectors(name))
    assert found.holds, found
    assert found.probabilities
    assert found.log_likelihood is not None


@pytest.mark.parametrize("name", PLAYED)
def test_the_inputs_made_in_the_graph_are_those_of_magenta(name):
    encoding, expected = CONFIGS[name].encoding, vectors(name)["inputs"]
    events = MAGENTA_CONFIGS[name].labels(events_of(MAGENTA_CONFIGS[name], described(name)["events"]))[:, 0]
    inputs = network_inputs(tf.constant(events), tf.range(len(events)), encoding.num_classes, encoding.counter_bits)
    one_hot = tf.one_hot(inputs.classes, inputs.num_classes)
    whole = one_hot if inputs.extra is None else tf.concat((one_hot, inputs.extra), 1)
    assert np.array_equal(whole, expected)


@pytest.mark.parametrize("name", PLAYED)
def test_what_is_played_has_the_sizes_of_magentas_config(name):
    mine, magentas = CONFIGS[name], MAGENTA_CONFIGS[name]
    assert (mine.encoding.num_classes,) == magentas.heads
    assert mine.encoding.num_classes + mine.encoding.counter_bits == magentas.network_input_size
    assert mine.attn_length == magentas.attn_length


@pytest.mark.parametrize("name", WRITTEN)
def test_a_bundle_written_and_read_again_is_the_same_network(name, tmp_path):
    bundle = read_bundle(DATA / f"{name}.mag")
    write_bundle(tmp_path / "again.mag", bundle)
    again = read_bundle(tmp_path / "again.mag")
    assert (again.config, again.description, again.attn_length) == (name, bundle.description, bundle.attn_length)
    tensors = again.weights.to_tensors()
    assert all(np.array_equal(tensors[key], value) for key, value in bundle.weights.to_tensors().items())


def test_attention_looks_back_as_far_as_the_bundle_says_not_as_the_config_does(tmp_path):
    bundle = read_bundle(DATA / "drum_kit.mag")
    write_bundle(tmp_path / "short.mag", Bundle(bundle.config, "", bundle.weights, 7))
    assert read_bundle(tmp_path / "short.mag").attn_length == 7


def test_a_network_that_is_off_does_not_pass():
    bundle = read_bundle(DATA / "basic_rnn.mag")
    tensors = bundle.weights.to_tensors()
    tensors["fully_connected/biases"] = tensors["fully_connected/biases"] + np.eye(38, dtype=np.float32)[3] * 1e-3
    changed = Bundle(bundle.config, "", type(bundle.weights).from_tensors(tensors), 0)
    assert not compare(changed, MAGENTA_CONFIGS["basic_rnn"], described("basic_rnn"), vectors("basic_rnn")).holds
