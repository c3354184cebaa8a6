"""One step of Magenta's networks for a batch of rows, from weights and state alone.

Sources: TensorFlow 1's `BasicLSTMCell` (forget bias 1 added at run time) and contrib's `AttentionCellWrapper`, which
puts the additive attention of Bahdanau et al. (2014) over the wrapped layers' own latest outputs.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import tensorflow as tf

from worker.networks.products import look_up, multiply
from worker.networks.weights import AttentionWeights, LstmWeights, NetworkWeights
from worker.networks.windows import AttentionState

Tensor = Any

FORGET_BIAS = 1.0


class LayerState(NamedTuple):
    """c and h, [B, hidden] each."""

    c: Tensor
    h: Tensor


class NetworkState(NamedTuple):
    """All that a row carries from step to step; without attention, an empty tuple stands in for its state."""

    layers: tuple[LayerState, ...]
    attention: AttentionState | tuple[()]


class Inputs(NamedTuple):
    """A network's input, most of which is zero.

    Attributes:
        ones: [..., n], the places of its ones; None for none.
        numbers: [..., m], numbers that stand side by side in it; None for none.
        first: The place of the first of `numbers`.
    """

    ones: Tensor | None
    numbers: Tensor | None = None
    first: int = 0


def zero_state(weights: NetworkWeights, batch: int, attn_length: int) -> NetworkState:
    """The state of rows that have heard nothing."""
    layers = tuple(
        LayerState(tf.zeros((batch, layer.hidden_size)), tf.zeros((batch, layer.hidden_size)))
        for layer in weights.layers
    )
    if weights.attention is None:
        return NetworkState(layers, ())
    hidden = weights.attended_layers[-1].hidden_size
    window = tf.zeros((batch, attn_length, hidden))
    return NetworkState(layers, AttentionState(tf.zeros((batch, hidden)), window, window))


def step(
    weights: NetworkWeights, inputs: Inputs | Tensor, state: NetworkState, room: int = 0
) -> tuple[Tensor, NetworkState]:
    """Logits [B, classes] after one more event, and the state after it.

    `room` is what the attention's `with_room` was given, 0 without.
    """
    attention: AttentionState | tuple[()] = ()
    stepped: tuple[LayerState, ...]
    if weights.attention is None or not state.attention:
        stepped = (lstm_gates(weights.layers[0], project(inputs, weights.layers[0].kernel), state.layers[0]),)
        output = stepped[0].h
    else:
        projected = project(inputs, weights.attention.input_kernel)
        wrapped = weights.attended_layers
        output, stepped, attention = attention_step(
            weights.attention, wrapped, projected, state.layers[: len(wrapped)], state.attention, room
        )
    output, rest = _stack(weights.layers[len(stepped) :], output, state.layers[len(stepped) :])
    return logits_of(weights, output), NetworkState(stepped + rest, attention)


def logits_of(weights: NetworkWeights, output: Tensor) -> Tensor:
    return multiply(output, weights.output_kernel) + weights.output_bias


def project(inputs: Inputs | Tensor, kernel: Tensor) -> Tensor:
    """Inputs times the kernel's input rows, without bias; a one's product is a look-up of its row."""
    if not isinstance(inputs, Inputs):
        return multiply(inputs, kernel[: inputs.shape[-1]])
    parts = []
    if inputs.ones is not None:
        parts += [look_up(kernel, inputs.ones[..., index]) for index in range(inputs.ones.shape[-1])]
    if inputs.numbers is not None:
        parts.append(multiply(inputs.numbers, kernel[inputs.first : inputs.first + inputs.numbers.shape[-1]]))
    return tf.add_n(parts) if len(parts) > 1 else parts[0]


def lstm_step(weights: LstmWeights, inputs: Tensor, state: LayerState) -> LayerState:
    """One layer's step on dense inputs [B, inputs]."""
    return _gates(multiply(tf.concat((inputs, state.h), 1), weights.kernel) + weights.bias, state.c)


def lstm_gates(weights: LstmWeights, projected: Tensor, state: LayerState) -> LayerState:
    """One layer's step on inputs already multiplied with the kernel's input rows."""
    recurrent = multiply(state.h, weights.kernel[-weights.hidden_size :])
    return _gates(projected + recurrent + weights.bias, state.c)


def attention_step(
    weights: AttentionWeights,
    layers: tuple[LstmWeights, ...],
    projected: Tensor,
    states: tuple[LayerState, ...],
    attention: AttentionState,
    room: int = 0,
) -> tuple[Tensor, tuple[LayerState, ...], AttentionState]:
    """The wrapped layers' step within their attention: their output, and all states after it."""
    hidden = layers[-1].hidden_size
    mixed = projected + multiply(attention.attended, weights.input_kernel[-hidden:]) + weights.input_bias
    output, states = _stack(layers, mixed, states)
    query = multiply(tf.concat(tf.nest.flatten(states), 1), weights.query_kernel) + weights.query_bias
    scores = tf.reduce_sum(weights.score * tf.tanh(attention.latest(attention.features, room) + query[:, None]), 2)
    attended = tf.reduce_sum(tf.nn.softmax(scores)[:, :, None] * attention.latest(attention.outputs, room), 1)
    output = multiply(tf.concat((output, attended), 1), weights.output_kernel) + weights.output_bias
    return output, states, attention.after(attended, output, features_of(weights, output), room)


def features_of(weights: AttentionWeights, outputs: Tensor) -> Tensor:
    """Remembered outputs [..., hidden] through the window kernel."""
    return multiply(outputs, weights.window_kernel[0, 0])


def _stack(
    layers: tuple[LstmWeights, ...], output: Tensor, states: tuple[LayerState, ...]
) -> tuple[Tensor, tuple[LayerState, ...]]:
    stepped = []
    for layer, state in zip(layers, states, strict=True):
        stepped.append(lstm_step(layer, output, state))
        output = stepped[-1].h
    return output, tuple(stepped)


def _gates(gates: Tensor, c: Tensor) -> LayerState:
    i, j, f, o = tf.split(gates, 4, axis=1)
    c = c * sigmoid(f + FORGET_BIAS) + sigmoid(i) * tf.tanh(j)
    return LayerState(c, tf.tanh(c) * sigmoid(o))


def sigmoid(values: Tensor) -> Tensor:
    """By the hyperbolic tangent, which XLA computes without an exponential."""
    return 0.5 * tf.tanh(0.5 * values) + 0.5
