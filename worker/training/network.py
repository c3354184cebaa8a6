"""A network over a stretch of time: loss and carried state, for training and for evaluation."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from worker.networks.cells import Inputs, LayerState, NetworkState, attention_step, logits_of, project
from worker.networks.weights import AttentionWeights, LstmWeights, NetworkWeights
from worker.networks.windows import AttentionState
from worker.training.unrolled import lstm_layer, recur

Tensor = Any


def losses(
    weights: NetworkWeights, inputs: Inputs, targets: Tensor, state: NetworkState, masks: list[Tensor] | None = None
) -> tuple[Tensor, NetworkState]:
    """Nats [T, B] of each of `targets` [T, B] after `inputs`, and the state after the last.

    Args:
        weights: The network.
        inputs: What it is given at each step, time first.
        targets: Class to predict at each step.
        state: What the rows carry over from the stretch before.
        masks: Dropout masks [B, hidden] per layer, already scaled; None for no dropout.
    """
    outputs, first, attention = _first_layer(weights, inputs, state)
    layers = [first]
    for index, layer in enumerate(weights.layers[1:], start=1):
        outputs, last = lstm_layer(_dropped(outputs, masks, index - 1), layer, state.layers[index])
        layers.append(LayerState(*last))
    logits = logits_of(weights, _dropped(outputs, masks, len(weights.layers) - 1))
    nats = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=targets, logits=logits)
    return nats, NetworkState(tuple(layers), attention)


def _dropped(outputs: Tensor, masks: list[Tensor] | None, index: int) -> Tensor:
    return outputs if masks is None else outputs * masks[index]


def _first_layer(
    weights: NetworkWeights, inputs: Inputs, state: NetworkState
) -> tuple[Tensor, LayerState, AttentionState | tuple[()]]:
    layer = weights.layers[0]
    if weights.attention is None or not state.attention:
        projected = project(inputs, layer.kernel) + layer.bias
        outputs, last = recur(projected, layer.kernel[-layer.hidden_size :], state.layers[0])
        return outputs, LayerState(*last), ()
    projected = project(inputs, weights.attention.input_kernel)
    return _attended(weights.attention, layer, projected, state.layers[0], state.attention)


def _attended(
    weights: AttentionWeights, layer: LstmWeights, projected: Tensor, state: LayerState, attention: AttentionState
) -> tuple[Tensor, LayerState, AttentionState]:
    steps, batch, _ = projected.shape
    array = tf.TensorArray(tf.float32, steps, element_shape=(batch, layer.hidden_size))

    def body(t: Tensor, outputs: Any, state: LayerState, attention: AttentionState) -> tuple[Any, ...]:
        output, (state,), attention = attention_step(weights, (layer,), projected[t], (state,), attention)
        return t + 1, outputs.write(t, output), state, attention

    _, outputs, state, attention = tf.while_loop(
        lambda t, *_: t < steps, body, (0, array, state, attention), maximum_iterations=steps
    )
    return outputs.stack(), state, attention
