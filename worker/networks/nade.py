"""RNN-NADE's distribution over the keys of a step, each key decided after those below it (Uria et al., 2016)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from worker.networks.weights import NadeWeights

Array = NDArray[np.float32]

# Magenta adds it before every logarithm.
_FLOOR = np.float32(1e-6)


def split_biases(nade: NadeWeights, outputs: Array) -> tuple[Array, Array]:
    """The encoder's biases [T, units] and the decoder's [T, keys], from what the last layer gives."""
    units = int(nade.encoder.shape[-1])
    return outputs[:, :units], outputs[:, units:]


def key_probabilities(nade: NadeWeights, encoder_bias: Array, decoder_bias: Array, keys: Array) -> Array:
    """[T, keys]: how likely each key sounds, given the keys below it in `keys` [T, keys] of 0 and 1."""
    hidden, probabilities = np.array(encoder_bias), np.empty_like(decoder_bias)
    for key in range(decoder_bias.shape[1]):
        logits = decoder_bias[:, key] + (_sigmoid(hidden) @ np.asarray(nade.decoder)[key])[:, 0]
        probabilities[:, key] = _sigmoid(logits)
        hidden += keys[:, key, None] * np.asarray(nade.encoder)[key]
    return probabilities


def log_probabilities(probabilities: Array, keys: Array) -> Array:
    """[T]: the logarithm of how likely each step's `keys` are, in nats."""
    heard = keys * np.log(_FLOOR + probabilities) + (1 - keys) * np.log(_FLOOR + 1 - probabilities)
    summed: Array = heard.sum(axis=1)
    return summed


def _sigmoid(values: Array) -> Array:
    result: Array = 0.5 * (np.tanh(0.5 * values) + 1)
    return result
