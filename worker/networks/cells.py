"""One step of Magenta's networks for a batch of rows, from weights and state alone.

Sources: TensorFlow 1's `BasicLSTMCell` (forget bias 1 added at run time) and contrib's `AttentionCellWrapper`, which
puts the additive attention of Bahdanau et al. (2014) over a layer's own latest outputs.
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
    """What the first layer attends to.

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
    hidden = weights.layers[0].hidden_size
    window = tf.zeros((batch, attn_length, hidden))
    return NetworkState(layers, AttentionState(tf.zeros((batch, hidden)), window, window))


def step(weights: NetworkWeights, inputs: Inputs | Tensor, state: NetworkState) -> tuple[Tensor, NetworkState]:
    """Logits [B, classes] after one more event, and the state after it."""
    attention: AttentionState | tuple[()] = ()
    if weights.attention is None or not state.attention:
        first = lstm_gates(weights.layers[0], project(inputs, weights.layers[0].kernel), state.layers[0])
        output = first.h
    else:
        projected = project(inputs, weights.attention.input_kernel)
        output, first, attention = attention_step(
            weights.attention, weights.layers[0], projected, state.layers[0], state.attention
        )
    layers = [first]
    for layer, layer_state in zip(weights.layers[1:], state.layers[1:], strict=True):
        layers.append(lstm_step(layer, output, layer_state))
        output = layers[-1].h
    return logits_of(weights, output), NetworkState(tuple(layers), attention)


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
    weights: AttentionWeights, layer: LstmWeights, projected: Tensor, state: LayerState, attention: AttentionState
) -> tuple[Tensor, LayerState, AttentionState]:
    """The first layer's step within its attention wrapper: its output, and both states after it."""
    hidden = layer.hidden_size
    mixed = projected + tf.matmul(attention.attended, weights.input_kernel[-hidden:]) + weights.input_bias
    state = lstm_step(layer, mixed, state)
    query = tf.matmul(tf.concat(state, 1), weights.query_kernel) + weights.query_bias
    scores = tf.reduce_sum(weights.score * tf.tanh(attention.features + query[:, None]), 2)
    attended = tf.reduce_sum(tf.nn.softmax(scores)[:, :, None] * attention.outputs, 1)
    output = tf.matmul(tf.concat((state.h, attended), 1), weights.output_kernel) + weights.output_bias
    feature = tf.matmul(output, tf.reshape(weights.window_kernel, (hidden, hidden)))
    return output, state, AttentionState(attended, _push(attention.outputs, output), _push(attention.features, feature))


def _gates(gates: Tensor, c: Tensor) -> LayerState:
    i, j, f, o = tf.split(gates, 4, axis=1)
    c = c * tf.sigmoid(f + FORGET_BIAS) + tf.sigmoid(i) * tf.tanh(j)
    return LayerState(c, tf.tanh(c) * tf.sigmoid(o))


def _push(window: Tensor, row: Tensor) -> Tensor:
    return tf.concat((window[:, 1:], row[:, None]), 1)
