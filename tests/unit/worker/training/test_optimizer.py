"""Weights are averaged over the last updates; Muon goes in all directions alike."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

from worker.training import muon
from worker.training.optimizer import averaged, stepped, zero_moments

HIDDEN = 8


def average_of(walk: list[float]) -> float:
    average = {"w": walk[0]}
    for update, place in enumerate(walk, start=1):
        average = averaged(average, {"w": place}, update)
    return average["w"]


def test_the_average_of_weights_that_do_not_change_is_those():
    assert average_of([3.0] * 50) == pytest.approx(3.0)


def test_noise_around_a_place_is_averaged_away():
    noise = np.random.default_rng(1).normal(size=2000)
    assert abs(average_of(list(5 + noise)) - 5) < 0.2


def test_what_lies_long_back_is_forgotten():
    assert average_of([100.0] * 500 + [1.0] * 1500) == pytest.approx(1.0, abs=0.1)


def test_a_step_has_the_same_length_in_every_direction():
    skewed = np.random.default_rng(2).normal(size=(HIDDEN, 4 * HIDDEN)) * np.geomspace(1, 0.05, HIDDEN)[:, None]
    step = np.asarray(muon.direction(skewed.astype(np.float32))).reshape(HIDDEN, 4, HIDDEN)
    lengths = np.concatenate([np.linalg.svd(step[:, gate], compute_uv=False) for gate in range(4)])
    assert lengths.max() / lengths.min() < 2.5


def test_a_gate_steps_for_itself():
    gradient = np.random.default_rng(3).normal(size=(HIDDEN, 4 * HIDDEN)).astype(np.float32)
    louder = gradient.copy()
    louder[:, :HIDDEN] *= 100
    assert np.allclose(muon.direction(gradient), muon.direction(louder), atol=1e-3)


def test_rows_in_which_events_are_looked_up_are_not_mixed():
    name, zeros = "lstm_cell/kernel", np.zeros((3 + HIDDEN, 4 * HIDDEN), np.float32)
    gradient = zeros.copy()
    gradient[1] = 1.0
    kernel = {name: tf.constant(zeros)}
    changed, _ = stepped(
        "muon", kernel, {name: tf.constant(gradient)}, zero_moments(kernel), 1.0, 0.1, clip_norm=9.0, weight_decay=0.0
    )
    rows = np.abs(changed[name]).max(axis=1)
    assert rows[1] == pytest.approx(0.1, rel=1e-3)
    assert not rows[[0, 2]].any()


def test_the_kernels_of_layers_alone_are_recurrent():
    names = ("rnn/multi_rnn_cell/cell_1/basic_lstm_cell/kernel", "fully_connected/weights", "nade/w_enc")
    assert [muon.is_recurrent(name) for name in names] == [True, False, False]
