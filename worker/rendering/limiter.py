"""No peak above the ceiling, and no edge where one is lowered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from worker.rendering.loudness import STEP_FRAMES, STEPS, Floats, Measure

if TYPE_CHECKING:
    from worker.rendering.instrument import Samples

# An MP3 rises above what was encoded: by a decibel and a half where there are many drums.
CEILING: Final = 10 ** (-2.6 / 20)
# The gain falls within so many milliseconds before a peak.
ATTACK_STEPS: Final = 5
# It comes back the faster the deeper it is: at 0.15 dB a millisecond at last, at 0.65 where it is 20 dB down.
RELEASE_PER_STEP: Final = 0.025
SHALLOW_DB: Final = 6.0

_RAMP: Final = np.arange(STEP_FRAMES) / STEP_FRAMES
_ATTACK: Final = np.full(ATTACK_STEPS, 1 / ATTACK_STEPS)


class Limited(NamedTuple):
    """A block, and its energies as `Measure` has them."""

    block: Samples
    energies: Floats


class Limiter:
    """Takes blocks with their measure and gives them back one block late."""

    def __init__(self) -> None:
        self._held: Limited | None = None
        # Decibels by which each step must be lowered, from the last one before the held block on.
        self._needed = np.zeros(1)
        # Those by which the last steps before the held block were.
        self._lowered = np.zeros(ATTACK_STEPS)

    def take(self, block: Samples, measure: Measure) -> list[Limited]:
        """The block before this one, if there was one."""
        needed = 20 * np.log10(np.maximum(measure.peaks / CEILING, 1))
        limited = []
        if self._held is None:
            self._lowered[:] = needed[: 2 * ATTACK_STEPS].max()  # there is no time to fall before a piece's first peak
        else:
            limited = [self._limited(self._held, needed)]
        self._held = Limited(block, measure.energies)
        self._needed = np.concatenate([self._needed[-1:], needed])
        return limited

    def end(self) -> list[Limited]:
        """The last block."""
        return [] if self._held is None else [self._limited(self._held, np.zeros(STEPS))]

    def _limited(self, held: Limited, needed_next: Floats) -> Limited:
        needed = np.concatenate([self._needed, needed_next[: ATTACK_STEPS + 1]])
        if not needed.any() and not self._lowered.any():
            return held
        lowered = self._steps(needed)
        # At the edge between two steps the mean of as many as the attack has, each of which does for both.
        edges = 10 ** (-np.convolve(lowered[1:], _ATTACK, "valid") / 20)
        self._lowered = lowered[STEPS : STEPS + ATTACK_STEPS]
        middles = (edges[:-1] + edges[1:]) / 2
        return Limited(held.block * between(edges), held.energies * middles**2)

    def _steps(self, needed: Floats) -> Floats:
        """By how much each step is lowered, from the first of the known ones to the first of the next block."""
        wanted = np.lib.stride_tricks.sliding_window_view(needed, ATTACK_STEPS + 2).max(axis=1)
        lowered = released(np.concatenate([self._lowered[-1:], wanted]), 1)
        return np.concatenate([self._lowered, lowered[1:]])


def released(needed: Floats, steps: int) -> Floats:
    """Decibels by which the limiter lowers what needs to be lowered by so many, of every so many steps."""
    fall = RELEASE_PER_STEP * steps * np.arange(len(needed))
    eased = np.maximum.accumulate(np.log1p(needed / SHALLOW_DB) + fall) - fall
    return np.asarray(SHALLOW_DB * np.expm1(np.maximum(eased, 0)))


def between(edges: Floats) -> Samples:
    """The gain of each frame of a block, from those at the edges of its steps."""
    gains = edges[:-1, np.newaxis] + np.diff(edges)[:, np.newaxis] * _RAMP
    return gains.astype(np.float32).reshape(-1, 1)
