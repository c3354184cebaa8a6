"""Classes are drawn as often as their probabilities say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from worker.engine.rules import Rules, stacked
from worker.networks.sampler import draw, draw_keys
from worker.networks.weights import NadeWeights

DRAWS = 1000
UNIFORM = np.linspace(0, 1, DRAWS, endpoint=False, dtype=np.float32)[:, None]


def drawn(probabilities: list[float], rules: Rules, heads: tuple[int, ...] = (), noise=UNIFORM, alike: Any = ()) -> Any:
    """[draws, heads]."""
    with np.errstate(divide="ignore"):
        logits = tf.constant(np.tile(np.log(np.array(probabilities, np.float32)), (DRAWS, 1)))
    tensors = {name: tf.constant(value) for name, value in stacked([rules] * DRAWS, DRAWS, len(probabilities)).items()}
    found = draw(logits, tensors, tf.constant(noise), heads or (len(probabilities),), alike, filtered=rules.filters)
    assert found.sound.numpy().all()
    return found.classes.numpy()


def shares(probabilities: list[float], rules: Rules, alike: Any = ()) -> np.ndarray:
    return np.bincount(drawn(probabilities, rules, alike=alike)[:, 0], minlength=len(probabilities)) / DRAWS


def test_samples_are_as_frequent_as_their_probabilities():
    assert shares([0.5, 0.0, 0.3, 0.2], Rules()) == pytest.approx([0.5, 0, 0.3, 0.2], abs=0.002)


def test_a_low_temperature_prefers_the_likeliest():
    assert shares([0.6, 0.4], Rules(temperature=0.1))[1] < 0.03


def test_top_k_leaves_the_likeliest_k_their_shares():
    assert shares([0.5, 0.1, 0.3, 0.1], Rules(top_k=2)) == pytest.approx([0.625, 0, 0.375, 0], abs=0.002)


def test_top_p_leaves_as_many_as_reach_it_together():
    assert shares([0.5, 0.1, 0.3, 0.1], Rules(top_p=0.7)) == pytest.approx([0.625, 0, 0.375, 0], abs=0.002)
    assert shares([0.5, 0.1, 0.3, 0.1], Rules(top_p=0.49)) == pytest.approx([1, 0, 0, 0], abs=0.002)


def test_what_is_not_allowed_leaves_the_others_their_shares():
    allowed = np.array([False, True, True, False])
    assert shares([0.5, 0.1, 0.3, 0.1], Rules(allowed=allowed)) == pytest.approx([0, 0.25, 0.75, 0], abs=0.002)


def test_what_is_said_of_pitches_is_said_as_often_as_if_all_of_them_were_allowed():
    begins, allowed = tf.constant([[False, True, True, True]]), np.array([True, True, True, False])
    expected = [0.4, 0.15, 0.45, 0]
    assert shares([0.4, 0.1, 0.3, 0.2], Rules(allowed=allowed), [begins]) == pytest.approx(expected, abs=0.002)
    at_half = shares([0.4, 0.1, 0.3, 0.2], Rules(allowed=allowed, temperature=0.5), [begins])
    assert at_half[0] == pytest.approx(0.4**2 / (0.4**2 + 0.1**2 + 0.3**2 + 0.2**2), abs=0.002)


def test_where_it_may_be_said_of_no_pitch_the_others_keep_their_shares():
    begins, allowed = tf.constant([[False, False, True, True]]), np.array([True, True, False, False])
    assert shares([0.4, 0.1, 0.3, 0.2], Rules(allowed=allowed), [begins]) == pytest.approx([0.8, 0.2, 0, 0], abs=0.002)


def test_even_the_highest_noise_gives_nothing_forbidden():
    allowed = np.array([True] * 3 + [False] * 5)
    highest = np.full((DRAWS, 1), np.nextafter(np.float32(1), np.float32(0)))
    assert drawn([0.2, 0.3, 0.1] + [0.08] * 5, Rules(allowed=allowed), noise=highest).max() <= 2


def test_each_head_is_drawn_by_its_own_noise():
    noise = np.stack((np.full(DRAWS, 0.9), np.full(DRAWS, 0.1)), 1).astype(np.float32)
    assert np.unique(drawn([0.5, 0.5, 0.5, 0.5], Rules(), (2, 2), noise), axis=0).tolist() == [[1, 0]]


def test_a_nade_draws_each_key_after_those_below_it():
    """Two keys: the first sounds half the time, and the second almost always when and only when the first does."""
    nade = NadeWeights(np.full((2, 1, 1), 20.0, np.float32), np.full((2, 1, 1), 10.0, np.float32))
    outputs = tf.constant(np.tile(np.array([-10.0, 0.0, -5.0], np.float32), (DRAWS, 1)))
    noise = np.random.default_rng(0).random((DRAWS, 2), dtype=np.float32)
    rules = {name: tf.constant(value) for name, value in stacked([], DRAWS, 2).items()}
    keys = draw_keys(nade, outputs, rules, tf.constant(noise)).classes.numpy()
    assert keys[:, 0].mean() == pytest.approx(0.5, abs=0.05)
    assert (keys[:, 0] == keys[:, 1]).mean() > 0.98
