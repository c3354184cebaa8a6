"""The networks give the probabilities that Magenta 2.1.4 gave for the same bundle and events.

The bundles in `tests/data` hold random weights; the vectors beside them were computed by Magenta itself.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from worker.encodings.configs import CONFIGS
from worker.networks.bundle import Bundle, read_bundle, write_bundle
from worker.networks.comparison import compare

DATA = Path(__file__).parents[3] / "data"
NAMES = sorted(path.stem for path in DATA.glob("*.mag"))
WRITTEN = [name for name in NAMES if not CONFIGS[name].is_nade]


def described(name: str) -> dict[str, Any]:
    description: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text())
    return description


def vectors(name: str) -> dict[str, np.ndarray]:
    with np.load(DATA / f"{name}.npz") as arrays:
        return dict(arrays)


@pytest.mark.parametrize("name", NAMES)
def test_a_bundle_gives_what_magenta_gave(name):
    found = compare(read_bundle(DATA / f"{name}.mag"), CONFIGS[name], described(name), vectors(name))
    assert found.holds, found
    assert found.probabilities
    assert found.log_likelihood is not None


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
    assert not compare(changed, CONFIGS["basic_rnn"], described("basic_rnn"), vectors("basic_rnn")).holds
