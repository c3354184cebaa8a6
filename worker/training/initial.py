"""Weights to begin with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from worker.encodings.configs import config_of
from worker.networks.weights import AttentionWeights, LstmWeights, NetworkWeights
from worker.training.recipes import Recipe

Array = NDArray[np.float32]


def initial_weights(recipe: Recipe, seed: int) -> NetworkWeights:
    """Orthogonal recurrent kernels (Saxe et al., 2014), the others uniform (Glorot and Bengio, 2010), zero biases."""
    rng = np.random.default_rng(seed)
    config = config_of(recipe.config)
    width = inputs = config.network_input_size
    layers = []
    for hidden in recipe.layer_sizes:
        layers.append(LstmWeights(_lstm_kernel(rng, width, hidden), np.zeros(4 * hidden, np.float32)))
        width = hidden
    attention = _attention(rng, inputs, recipe.layer_sizes[0]) if recipe.attn_length else None
    (classes,) = config.heads
    return NetworkWeights(tuple(layers), attention, _uniform(rng, width, classes), np.zeros(classes, np.float32))


def _lstm_kernel(rng: np.random.Generator, width: int, hidden: int) -> Array:
    recurrent = np.concatenate([_orthogonal(rng, hidden) for _ in range(4)], axis=1)
    return np.concatenate((_uniform(rng, width, 4 * hidden), recurrent))


def _orthogonal(rng: np.random.Generator, size: int) -> Array:
    basis, triangle = np.linalg.qr(rng.standard_normal((size, size)))
    return (basis * np.sign(np.diag(triangle))).astype(np.float32)


def _uniform(rng: np.random.Generator, rows: int, columns: int) -> Array:
    limit = np.sqrt(6.0 / (rows + columns))
    return rng.uniform(-limit, limit, (rows, columns)).astype(np.float32)


def _attention(rng: np.random.Generator, inputs: int, hidden: int) -> AttentionWeights:
    def zeros(size: int) -> Array:
        return np.zeros(size, np.float32)

    return AttentionWeights(
        input_kernel=_uniform(rng, inputs + hidden, inputs),
        input_bias=zeros(inputs),
        window_kernel=_uniform(rng, hidden, hidden).reshape(1, 1, hidden, hidden),
        score=_uniform(rng, hidden, 1)[:, 0],
        query_kernel=_uniform(rng, 2 * hidden, hidden),
        query_bias=zeros(hidden),
        output_kernel=_uniform(rng, 2 * hidden, hidden) * _feedback_damping(hidden),
        output_bias=zeros(hidden),
    )


def _feedback_damping(hidden: int) -> Array:
    """[2 x hidden, 1]: the part of attention's output that comes back from attention itself starts small."""
    return np.repeat(np.array((1.0, 0.3), np.float32), hidden)[:, None]
