"""The gradients written out by hand are those that automatic differentiation finds."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

from worker.encodings.configs import config_of
from worker.networks.cells import step, zero_state
from worker.networks.encoders.conditioned import conditioned
from worker.networks.weights import NetworkWeights
from worker.training.hearing import heard_inputs, target_encoder
from worker.training.initial import initial_weights
from worker.training.network import losses
from worker.training.recipes import RECIPES, Recipe, recipe_for

STEPS, ROWS = 6, 3


def recipe(config: str) -> Recipe:
    return Recipe(config, recipe_for(config).encoding, (12, 8, 10), ROWS, STEPS, 1e-2, 3.0, 1.0, 0.0)


@pytest.fixture(params=RECIPES)
def case(request: pytest.FixtureRequest):
    made = recipe(request.param)
    tensors = {name: tf.constant(value) for name, value in initial_weights(made, 1).to_tensors().items()}
    config, rng = config_of(made.config), np.random.default_rng(0)
    # Notes of the melody networks are fewer than their classes.
    events = tf.constant(rng.integers(0, min(config.heads[0], 38), (STEPS, ROWS)), tf.int32)
    targets = tf.constant(rng.integers(0, config.heads[0], (STEPS, ROWS)), tf.int32)
    controls = tf.constant(rng.random((STEPS, ROWS, config.control_size)), tf.float32)
    return made, tensors, events, targets, controls


def stepwise(made, tensors, events, targets, controls):
    """The same losses by the step that plays, one event after the other."""
    weights, encoder = NetworkWeights.from_tensors(tensors), target_encoder(made.config)
    state, memory = zero_state(weights, ROWS, made.attn_length), encoder.fresh(ROWS)
    nats = []
    for t in range(STEPS):
        memory = encoder.hear(memory, events[t][:, None])
        heard = encoder.inputs(memory)
        inputs = conditioned(controls[t], heard) if controls.shape[-1] else heard
        logits, state = step(weights, inputs, state)
        nats.append(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=targets[t], logits=logits))
    return tf.stack(nats), state


def unrolled(made, tensors, events, targets, controls):
    weights, encoder = NetworkWeights.from_tensors(tensors), target_encoder(made.config)
    inputs, _ = heard_inputs(encoder, encoder.fresh(ROWS), events, controls)
    return losses(weights, inputs, targets, zero_state(weights, ROWS, made.attn_length))


def test_losses_and_state_are_those_of_the_network_that_plays(case):
    nats, state = unrolled(*case)
    expected, expected_state = stepwise(*case)
    assert np.allclose(nats, expected, atol=1e-5)
    for found, wanted in zip(tf.nest.flatten(state), tf.nest.flatten(expected_state), strict=True):
        assert np.allclose(found, wanted, atol=1e-5)


def test_gradients_are_those_of_automatic_differentiation(case):
    made, tensors, *music = case
    gradients = []
    for forward in (unrolled, stepwise):
        with tf.GradientTape() as tape:
            tape.watch(list(tensors.values()))
            nats, _ = forward(made, tensors, *music)
            loss = tf.reduce_sum(nats)
        gradients.append(tape.gradient(loss, list(tensors.values())))
    for name, found, wanted in zip(tensors, *gradients, strict=True):
        assert np.allclose(tf.convert_to_tensor(found), tf.convert_to_tensor(wanted), atol=1e-4), name
