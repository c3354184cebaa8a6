"""The gradients written out by hand are those that automatic differentiation finds."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

from worker.networks.cells import step, zero_state
from worker.networks.encoders.counted import counted_inputs
from worker.networks.weights import NetworkWeights
from worker.training.initial import initial_weights
from worker.training.network import losses
from worker.training.recipes import Recipe, recipe_for

STEPS, ROWS = 6, 3


def recipe(config: str) -> Recipe:
    return Recipe(config, recipe_for(config).encoding, (12, 8, 10), ROWS, STEPS, 1e-2, 3.0, 1.0, 0.0)


@pytest.fixture(params=["performance_with_dynamics", "drum_kit"])
def case(request: pytest.FixtureRequest):
    made = recipe(request.param)
    tensors = {name: tf.constant(value) for name, value in initial_weights(made, 1).to_tensors().items()}
    rng = np.random.default_rng(0)
    classes = made.encoding.num_classes
    events, targets = (tf.constant(rng.integers(0, classes, (STEPS, ROWS)), tf.int32) for _ in range(2))
    return made, tensors, events, targets


def stepwise(made, tensors, events, targets):
    """The same losses by the step that plays, one event after the other."""
    weights = NetworkWeights.from_tensors(tensors)
    state = zero_state(weights, ROWS, made.attn_length)
    nats = []
    for t in range(STEPS):
        heard = tf.fill((ROWS,), t + 1)
        inputs = counted_inputs(events[t][:, None], heard, weights.num_classes, made.encoding.counter_bits)
        logits, state = step(weights, inputs, state)
        nats.append(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=targets[t], logits=logits))
    return tf.stack(nats), state


def unrolled(made, tensors, events, targets):
    weights = NetworkWeights.from_tensors(tensors)
    state = zero_state(weights, ROWS, made.attn_length)
    return losses(weights, events, targets, tf.zeros(ROWS, tf.int32), state, made.encoding.counter_bits)


def test_losses_and_state_are_those_of_the_network_that_plays(case):
    nats, state = unrolled(*case)
    expected, expected_state = stepwise(*case)
    assert np.allclose(nats, expected, atol=1e-5)
    for found, wanted in zip(tf.nest.flatten(state), tf.nest.flatten(expected_state), strict=True):
        assert np.allclose(found, wanted, atol=1e-5)


def test_gradients_are_those_of_automatic_differentiation(case):
    made, tensors, events, targets = case
    gradients = []
    for forward in (unrolled, stepwise):
        with tf.GradientTape() as tape:
            tape.watch(list(tensors.values()))
            nats, _ = forward(made, tensors, events, targets)
            loss = tf.reduce_sum(nats)
        gradients.append(tape.gradient(loss, list(tensors.values())))
    for name, found, wanted in zip(tensors, *gradients, strict=True):
        assert np.allclose(tf.convert_to_tensor(found), tf.convert_to_tensor(wanted), atol=1e-4), name
