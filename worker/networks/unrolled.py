"""A network over a whole piece that is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from worker.networks.cells import NetworkState, step, zero_state
from worker.networks.weights import NetworkWeights

Tensor = Any


def over_time(weights: NetworkWeights, inputs: Tensor, state: NetworkState) -> tuple[Tensor, NetworkState]:
    """What the last layer gives [T, outputs] for one row's inputs [1, T, inputs], and the state after all steps."""
    steps = tf.shape(inputs)[1]
    array = tf.TensorArray(tf.float32, steps, element_shape=(1, weights.num_classes))

    def body(t: Tensor, outputs: Any, state: NetworkState) -> tuple[Any, ...]:
        now, state = step(weights, inputs[:, t], state)
        return t + 1, outputs.write(t, now), state

    _, outputs, state = tf.while_loop(lambda t, *_: t < steps, body, (0, array, state))
    return outputs.concat(), state


def last_layer(weights: NetworkWeights, inputs: NDArray[np.float32], attn_length: int) -> NDArray[np.float32]:
    """What the last layer gives [T, outputs] for the inputs [T, inputs] of a piece from its beginning."""

    def run() -> Tensor:
        return over_time(weights, tf.constant(inputs[None]), zero_state(weights, 1, attn_length))[0]

    outputs: NDArray[np.float32] = tf.function(run, autograph=False)().numpy()
    return outputs
