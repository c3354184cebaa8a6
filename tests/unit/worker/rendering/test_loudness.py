from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import lfilter, resample_poly

from tests.unit.worker.rendering.sounds import lufs
from worker.rendering.instrument import Samples
from worker.rendering.loudness import STEP_FRAMES, Measure, Meter, integrated_lufs
from worker.rendering.rendition import BLOCK_FRAMES

STAGES = (
    ([1.53512485958697, -2.69169619938640, 1.19839281085285], [1.0, -1.69065929318241, 0.73248077421585]),
    ([1.0, -2.0, 1.0], [1.0, -1.99004745483398, 0.99007225036621]),
)


def measured(samples: Samples) -> Measure:
    meter = Meter()
    blocks = [meter.take(samples[start : start + BLOCK_FRAMES]) for start in range(0, len(samples), BLOCK_FRAMES)]
    return Measure(*(np.concatenate(parts) for parts in zip(*blocks, strict=True)))


def noise(seconds: int, level: float) -> Samples:
    return (level * np.random.default_rng(0).normal(size=(48_000 * seconds, 2))).astype(np.float32)


def test_every_millisecond_is_weighted_as_the_recommendation_says():
    samples = noise(2, 0.1)
    weighted = samples.astype(np.float64)
    for b, a in STAGES:
        weighted = lfilter(b, a, weighted, axis=0)
    expected = (weighted**2).sum(axis=1).reshape(-1, STEP_FRAMES).mean(axis=1)
    assert np.allclose(measured(samples).energies, expected, rtol=1e-4, atol=1e-9)


@pytest.mark.parametrize("level", [0.3, 0.001])
def test_the_integrated_loudness_is_that_of_another_meter(level):
    samples = noise(8, level)
    samples[48_000 * 3 : 48_000 * 6] *= 0.01
    hops = measured(samples).energies.reshape(-1, 100).mean(axis=1)
    blocks = np.convolve(hops, np.ones(4) / 4, "valid")
    assert integrated_lufs(blocks) == pytest.approx(lufs(samples), abs=0.1)


def test_silence_has_no_loudness():
    assert integrated_lufs(np.zeros(0)) == -np.inf
    assert integrated_lufs(np.full(10, 1e-9)) == -np.inf


def test_a_peak_between_two_samples_is_found():
    quarter_of_the_rate = np.sin(np.pi / 2 * np.arange(BLOCK_FRAMES) + np.pi / 4).astype(np.float32)
    samples = np.stack([quarter_of_the_rate, 0 * quarter_of_the_rate], axis=1)
    assert np.abs(samples).max() < 0.71
    assert measured(samples).peaks[10:].max() == pytest.approx(1, abs=0.02)


def test_true_peaks_are_those_of_a_resampled_signal():
    samples = np.asarray(resample_poly(noise(1, 0.1)[:24_000], 2, 1, axis=0), np.float32)
    expected = np.abs(resample_poly(samples, 8, 1, axis=0)).max()
    assert measured(samples).peaks.max() == pytest.approx(expected, rel=0.03)
