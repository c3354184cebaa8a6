"""One step of Magenta's networks for a batch of rows, from weights and state alone.

Sources: TensorFlow 1's `BasicLSTMCell` (forget bias 1 added at run time) and contrib's `AttentionCellWrapper`, which
puts the additive attention of Bahdanau et al. (2014) over the wrapped layers' own latest outputs.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import tensorflow as tf

from worker.networks.weights import AttentionWeights, LstmWeights, NetworkWeights

Tensor = Any

FORGET_BIAS = 1.0


class LayerState(NamedTuple):
    """c and h, [B, hidden] each."""

    c: Tensor
    h: Tensor


class AttentionState(NamedTuple):
    """What the wrapped layers attend to.

    Attributes:
        attended: [B, hidden], the mix of the last step.
        outputs: [B, attn_length, hidden], the latest outputs, oldest first.
        features: The same through the window kernel, kept so that each output is multiplied once only.
    """

    attended: Tensor
    outputs: Tensor
    features: Tensor


class NetworkState(NamedTuple):
    """All that a row carries from step to step; without attention, an empty tuple stands in for its state."""

    layers: tuple[LayerState, ...]
    attention: AttentionState | tuple[()]


class Inputs(NamedTuple):
    """A network's input: a one-hot of `num_classes`, by index [...], and the numbers after it [..., extra]."""

    classes: Tensor
    num_classes: int
    extra: Tensor | None


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


def step(weights: NetworkWeights, inputs: Inputs | Tensor, state: NetworkState) -> tuple[Tensor, NetworkState]:
    """Logits [B, classes] after one more event, and the state after it."""
    attention: AttentionState | tuple[()] = ()
    stepped: tuple[LayerState, ...]
    if weights.attention is None or not state.attention:
        stepped = (lstm_gates(weights.layers[0], project(inputs, weights.layers[0].kernel), state.layers[0]),)
        output = stepped[0].h
    else:
        projected = project(inputs, weights.attention.input_kernel)
        wrapped = weights.attended_layers
        output, stepped, attention = attention_step(
            weights.attention, wrapped, projected, state.layers[: len(wrapped)], state.attention
        )
    output, rest = _stack(weights.layers[len(stepped) :], output, state.layers[len(stepped) :])
    return logits_of(weights, output), NetworkState(stepped + rest, attention)


def logits_of(weights: NetworkWeights, output: Tensor) -> Tensor:
    return tf.matmul(output, weights.output_kernel) + weights.output_bias


def project(inputs: Inputs | Tensor, kernel: Tensor) -> Tensor:
    """Inputs times the kernel's input rows, without bias; a one-hot's product is a look-up of its row."""
    if not isinstance(inputs, Inputs):
        return tf.matmul(inputs, kernel[: inputs.shape[-1]])
    projected = tf.gather(kernel, inputs.classes)
    if inputs.extra is None:
        return projected
    first = inputs.num_classes
    return projected + tf.tensordot(inputs.extra, kernel[first : first + inputs.extra.shape[-1]], 1)


def lstm_step(weights: LstmWeights, inputs: Tensor, state: LayerState) -> LayerState:
    """One layer's step on dense inputs [B, inputs]."""
    return _gates(tf.matmul(tf.concat((inputs, state.h), 1), weights.kernel) + weights.bias, state.c)


def lstm_gates(weights: LstmWeights, projected: Tensor, state: LayerState) -> LayerState:
    """One layer's step on inputs already multiplied with the kernel's input rows."""
    recurrent = tf.matmul(state.h, weights.kernel[-weights.hidden_size :])
    return _gates(projected + recurrent + weights.bias, state.c)


def attention_step(
    weights: AttentionWeights,
    layers: tuple[LstmWeights, ...],
    projected: Tensor,
    states: tuple[LayerState, ...],
    attention: AttentionState,
) -> tuple[Tensor, tuple[LayerState, ...], AttentionState]:
    """The wrapped layers' step within their attention: their output, and all states after it."""
    hidden = layers[-1].hidden_size
    mixed = projected + tf.matmul(attention.attended, weights.input_kernel[-hidden:]) + weights.input_bias
    output, states = _stack(layers, mixed, states)
    query = tf.matmul(tf.concat(tf.nest.flatten(states), 1), weights.query_kernel) + weights.query_bias
    scores = tf.reduce_sum(weights.score * tf.tanh(attention.features + query[:, None]), 2)
    attended = tf.reduce_sum(tf.nn.softmax(scores)[:, :, None] * attention.outputs, 1)
    output = tf.matmul(tf.concat((output, attended), 1), weights.output_kernel) + weights.output_bias
    feature = features_of(weights, output)
    return (
        output,
        states,
        AttentionState(attended, _push(attention.outputs, output), _push(attention.features, feature)),
    )


def features_of(weights: AttentionWeights, outputs: Tensor) -> Tensor:
    """Remembered outputs [..., hidden] through the window kernel."""
    return tf.matmul(outputs, weights.window_kernel[0, 0])


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
    c = c * tf.sigmoid(f + FORGET_BIAS) + tf.sigmoid(i) * tf.tanh(j)
    return LayerState(c, tf.tanh(c) * tf.sigmoid(o))


def _push(window: Tensor, row: Tensor) -> Tensor:
    return tf.concat((window[:, 1:], row[:, None]), 1)
