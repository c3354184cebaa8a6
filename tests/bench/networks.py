"""Networks of Magenta's own sizes, with random weights where none is shipped: speed does not ask what they play."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from models_store.models import ModelStore
from worker.encodings.config import Config
from worker.encodings.configs import CONFIGS
from worker.networks.bundle import read_bundle
from worker.networks.devices import prepare_devices
from worker.networks.runner import NetworkRunner
from worker.networks.weights import AttentionWeights, LstmWeights, NetworkWeights

Array = NDArray[np.float32]

PIANO: Final = "piano_performance"
SIZES: Final = {
    "drum_kit": (256, 256, 256),
    "attention_rnn": (128, 128),
    "polyphony": (256, 256, 256),
    "multiconditioned_performance_with_dynamics": (512, 512, 512),
}


def piano() -> tuple[NetworkRunner, Config]:
    """The shipped piano model, not warmed up."""
    prepare_devices()
    bundle = read_bundle(ModelStore().latest(PIANO).path)
    config = CONFIGS[bundle.config]
    return NetworkRunner(bundle.weights, bundle.attn_length, config), config


def random_network(name: str) -> tuple[NetworkRunner, Config]:
    config = CONFIGS[name]
    return NetworkRunner(_weights(config, SIZES[name]), config.attn_length, config), config


def _weights(config: Config, sizes: tuple[int, ...]) -> NetworkWeights:
    rng = np.random.default_rng(1)

    def kernel(rows: int, columns: int) -> Array:
        made: Array = (rng.standard_normal((rows, columns)) / np.sqrt(rows)).astype(np.float32)
        return made

    inputs, classes = config.network_input_size, sum(config.heads)
    widths = (inputs, *sizes)
    layers = [
        LstmWeights(kernel(width + size, 4 * size), np.zeros(4 * size, np.float32))
        for width, size in zip(widths, sizes, strict=False)
    ]
    attention = _attention(kernel, inputs, sizes[0]) if config.attn_length else None
    return NetworkWeights(tuple(layers), attention, kernel(sizes[-1], classes), np.zeros(classes, np.float32))


def _attention(kernel: object, inputs: int, hidden: int) -> AttentionWeights:
    assert callable(kernel)

    def zeros(size: int) -> Array:
        return np.zeros(size, np.float32)

    return AttentionWeights(
        input_kernel=kernel(inputs + hidden, inputs),
        input_bias=zeros(inputs),
        window_kernel=kernel(hidden, hidden).reshape(1, 1, hidden, hidden),
        score=kernel(hidden, 1)[:, 0],
        query_kernel=kernel(2 * hidden, hidden),
        query_bias=zeros(hidden),
        output_kernel=0.3 * kernel(2 * hidden, hidden),
        output_bias=zeros(hidden),
    )
