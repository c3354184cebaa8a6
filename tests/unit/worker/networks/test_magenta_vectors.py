"""The networks give the probabilities that Magenta 2.1.4 gave for the same bundle and events.

The bundles in `tests/data` hold random weights; the vectors beside them were computed by Magenta itself.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from worker.encodings.configs import CONFIGS
from worker.networks.bundle import Bundle, read_bundle, write_bundle
from worker.networks.cells import step, zero_state
from worker.networks.inputs import network_inputs

DATA = Path(__file__).parents[3] / "data"
NAMES = ["performance_with_dynamics", "drum_kit"]


def events_of(name: str) -> list[int]:
    config = CONFIGS[name]
    raw = json.loads((DATA / f"{name}.json").read_text())["events"]
    if name == "drum_kit":
        from worker.encodings.drums import KIT

        return [KIT.encode_event(frozenset(event)) for event in raw]
    import note_seq

    encoding = note_seq.PerformanceOneHotEncoding(num_velocity_bins=config.encoding.num_classes - 356)
    return [encoding.encode_event(note_seq.PerformanceEvent(kind, value)) for kind, value in raw]


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def vectors(name):
    with np.load(DATA / f"{name}.npz") as arrays:
        yield dict(arrays)


def test_inputs_are_those_of_magenta(name, vectors):
    encoding = CONFIGS[name].encoding
    events = tf.constant(events_of(name)[: len(vectors["inputs"])])
    inputs = network_inputs(events, tf.range(len(events)), encoding.num_classes, encoding.counter_bits)
    one_hot = tf.one_hot(inputs.classes, inputs.num_classes)
    whole = one_hot if inputs.extra is None else tf.concat((one_hot, inputs.extra), 1)
    assert np.array_equal(whole, vectors["inputs"])


@pytest.mark.parametrize(("temperature", "key"), [(1.0, "softmax_t1.0_h0"), (0.7, "softmax_t0.7_h0")])
def test_probabilities_are_those_of_magenta(name, vectors, temperature, key):
    found = probabilities(read_bundle(DATA / f"{name}.mag"), vectors["inputs"], temperature)
    assert np.abs(found - vectors[key]).max() < 1e-5


def test_a_bundle_written_and_read_again_is_the_same_network(name, vectors, tmp_path):
    bundle = read_bundle(DATA / f"{name}.mag")
    write_bundle(tmp_path / "again.mag", Bundle(bundle.config, "again", bundle.weights), CONFIGS[name].attn_length, "x")
    again = read_bundle(tmp_path / "again.mag")
    assert (again.config, again.description) == (name, "again")
    assert np.array_equal(probabilities(again, vectors["inputs"], 1.0), probabilities(bundle, vectors["inputs"], 1.0))


def probabilities(bundle: Bundle, inputs: np.ndarray, temperature: float) -> np.ndarray:
    state = zero_state(bundle.weights, 1, CONFIGS[bundle.config].attn_length)
    rows = []
    for row in inputs:
        logits, state = step(bundle.weights, tf.constant(row[None]), state)
        rows.append(tf.nn.softmax(logits / temperature)[0].numpy())
    return np.array(rows)
