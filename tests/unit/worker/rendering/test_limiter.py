from __future__ import annotations

import numpy as np
import pytest

from tests.unit.worker.rendering.sounds import true_peak_db
from worker.rendering.instrument import Samples
from worker.rendering.limiter import CEILING, Limiter
from worker.rendering.loudness import Meter
from worker.rendering.rendition import BLOCK_FRAMES

CEILING_DB = 20 * np.log10(CEILING)


def limited(samples: Samples) -> Samples:
    limiter, meter, blocks = Limiter(), Meter(), []
    for start in range(0, len(samples), BLOCK_FRAMES):
        block = samples[start : start + BLOCK_FRAMES]
        blocks += limiter.take(block, meter.take(block))
    return np.concatenate([one.block for one in [*blocks, *limiter.end()]])


def bursts(seed: int) -> Samples:
    """Bursts of any length and loudness at any place, there in half a millisecond, one of them in the first frame."""
    random = np.random.default_rng(seed)
    samples = np.zeros((10 * BLOCK_FRAMES, 2), np.float32)
    for start in [0, *random.integers(0, len(samples), 12)]:
        length = min(int(random.integers(60, 6000)), len(samples) - start)
        shape = np.clip(np.minimum(np.arange(length), np.arange(length)[::-1]) / 24, 0, 1)
        wave = shape * np.sin(np.arange(length) * random.uniform(0.01, 2) + random.uniform(0, 6))
        samples[start : start + length] += (random.uniform(0.1, 20) * wave)[:, np.newaxis]
    return samples


@pytest.mark.parametrize("seed", range(20))
def test_no_peak_rises_above_the_ceiling_wherever_it_comes(seed):
    assert true_peak_db(limited(bursts(seed))) < CEILING_DB + 0.3


def test_what_is_soft_passes_unchanged():
    samples = bursts(0) * np.float32(1 / 300)
    assert np.array_equal(limited(samples), samples)


def test_the_gain_has_no_edges():
    tone = np.sin(np.arange(20 * BLOCK_FRAMES) * 0.02)[:, np.newaxis].repeat(2, axis=1).astype(np.float32)
    tone[: 10 * BLOCK_FRAMES] *= 0.5
    tone[10 * BLOCK_FRAMES + 2400 :] *= 8
    steps = np.abs(np.diff(limited(tone)[: 10 * BLOCK_FRAMES], axis=0))
    assert steps.max() < 0.011


def test_after_a_peak_the_gain_comes_back():
    samples = np.full((5 * BLOCK_FRAMES, 2), 0.1, np.float32)
    samples[1000:1100] = 5
    after = limited(samples)[2 * BLOCK_FRAMES + 4000 :]
    assert np.allclose(after, 0.1, rtol=0.01)
