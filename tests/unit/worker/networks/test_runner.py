"""Rows of a batch do not hear each other: a row's music depends on its own noise alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from worker.encodings.configs import CONFIGS
from worker.networks.bundle import read_bundle
from worker.networks.runner import BUCKETS, STEPS, NetworkRunner, sample

DATA = Path(__file__).parents[3] / "data"
CALLS = 5


@pytest.fixture(scope="module", params=["performance_with_dynamics", "drum_kit"])
def runner(request: pytest.FixtureRequest) -> NetworkRunner:
    config = CONFIGS[request.param]
    bundle = read_bundle(DATA / f"{request.param}.mag")
    return NetworkRunner(bundle.weights, config.attn_length, config.encoding.counter_bits)


def noise(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).random((CALLS, STEPS), dtype=np.float32)


def play(runner: NetworkRunner, seeds: list[int], starts: list[int] | None = None) -> dict[int, list[int]]:
    """Events by seed; the row of a seed joins at the call that `starts` says."""
    starts = starts or [0] * len(seeds)
    runner.arrange([], [])
    events: dict[int, list[int]] = {seed: [] for seed in seeds}
    playing: list[int] = []
    for call in range(CALLS + max(starts)):
        going_on = [seed for seed in playing if len(events[seed]) < CALLS * STEPS]
        rows: list[int | None] = [playing.index(seed) for seed in going_on]
        joining = [seed for seed, start in zip(seeds, starts, strict=True) if start == call]
        playing = going_on + joining
        runner.arrange(rows + [None] * len(joining), [1] * len(playing))
        drawn = np.stack([noise(seed)[len(events[seed]) // STEPS] for seed in playing])
        decided = runner.step(np.full(drawn.shape, -1, np.int32), drawn, np.ones(len(playing), np.float32))
        for seed, row in zip(playing, decided, strict=True):
            events[seed] += row.tolist()
    return events


@pytest.mark.parametrize("neighbours", [2, 4, 5, 16, 17, 40, 64])
def test_a_row_among_others_decides_what_it_decides_alone(runner, neighbours):
    alone = play(runner, [7])[7]
    assert play(runner, [*range(100, 100 + neighbours - 1), 7])[7] == alone


def test_rows_that_join_and_leave_disturb_nobody(runner):
    alone = {seed: play(runner, [seed])[seed] for seed in (1, 2, 3)}
    seeds, starts = [1, 50, 2, *range(60, 72), 3], [0, 1, 2, *[3] * 12, 4]
    together = play(runner, seeds, starts)
    assert {seed: together[seed] for seed in alone} == alone


def test_other_noise_gives_other_music(runner):
    events = play(runner, [1, 2])
    assert events[1] != events[2]


def test_forced_events_are_taken_as_they_are(runner):
    runner.arrange([None], [1])
    forced = np.full((1, STEPS), -1, np.int32)
    forced[0, :3] = (5, 6, 7)
    decided = runner.step(forced, np.zeros((1, STEPS), np.float32), np.ones(1, np.float32))
    assert decided[0, :3].tolist() == [5, 6, 7]


def test_buckets_begin_above_one_row_and_end_at_the_slots():
    assert BUCKETS[0] > 1
    assert BUCKETS[-1] == NetworkRunner.slots


def test_samples_are_as_frequent_as_their_probabilities():
    probabilities = np.array([0.5, 0.0, 0.3, 0.2], np.float32)
    uniform = np.linspace(0, 1, 1000, endpoint=False, dtype=np.float32)
    with np.errstate(divide="ignore"):
        logits = tf.constant(np.tile(np.log(probabilities), (1000, 1)))
    drawn = sample(logits, tf.ones(1000), tf.constant(uniform)).numpy()
    assert np.bincount(drawn, minlength=4) / 1000 == pytest.approx(probabilities, abs=0.002)


def test_a_low_temperature_prefers_the_likeliest():
    logits = tf.constant(np.tile(np.log(np.array([0.6, 0.4], np.float32)), (1000, 1)))
    uniform = tf.constant(np.linspace(0, 1, 1000, endpoint=False, dtype=np.float32))
    assert sample(logits, tf.fill((1000,), 0.1), uniform).numpy().mean() < 0.03
