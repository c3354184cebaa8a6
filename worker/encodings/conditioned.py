"""Performances with what they are like at each moment: how many notes a second, and of which pitch classes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from worker.encodings import Encoded
from worker.encodings.performance import NOTE_OFF, STEPS_PER_SECOND, TIME_SHIFT, VELOCITY, PerformanceEncoding

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence

# Magenta's: over how much of what follows each is measured, and the smallest weight of a pitch class.
DENSITY_STEPS: Final = 3 * STEPS_PER_SECOND
HISTOGRAM_STEPS: Final = 5 * STEPS_PER_SECOND
PRIOR_SECONDS: Final = 0.01
DENSITIES: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
_OCTAVE: Final = 12
# Who wishes for no pitch classes says all are alike, which no music is: some pieces are learnt from as if it was said.
UNTOLD_SHARE: Final = 0.25


@dataclass(frozen=True, slots=True)
class ConditionedPerformanceEncoding:
    """For `multiconditioned_performance_with_dynamics`; its controls [T, 8 + 12] are density and histogram."""

    plain: PerformanceEncoding = field(default_factory=PerformanceEncoding)

    def examples(self, sequence: NoteSequence) -> list[NDArray[Any]]:
        """Notes, as for a performance without conditions."""
        return self.plain.examples(sequence)

    def encode(self, example: NDArray[Any], rng: np.random.Generator | None = None) -> Encoded:
        """One example, augmented as without conditions, and what it is like before each event.

        With `rng`, now and then without its pitch classes.
        """
        classes = self.plain.encode(example, rng).classes
        controls = conditions(classes)
        if rng is not None and rng.random() < UNTOLD_SHARE:
            controls[:, -_OCTAVE:] = 1 / _OCTAVE
        return Encoded(classes, classes, controls)


def conditions(classes: NDArray[np.int32]) -> NDArray[np.float32]:
    """[T, 20] of T classes: as note-seq's control signals find them and their encoders write them.

    Where several events come at one time the first one's holds for all.
    """
    is_shift = (classes >= TIME_SHIFT) & (classes < VELOCITY)
    shifts = np.where(is_shift, classes - TIME_SHIFT + 1, 0).astype(np.int64)
    steps = np.concatenate(((0,), np.cumsum(shifts)))
    moves_on = np.concatenate(((True,), is_shift[:-1]))
    firsts = np.maximum.accumulate(np.where(moves_on, np.arange(len(classes)), 0))
    return np.concatenate((_densities(classes, steps, firsts), _histograms(classes, shifts, steps, firsts)), axis=1)


def _ends(steps: NDArray[np.int64], firsts: NDArray[np.int64], window_steps: int) -> NDArray[np.int64]:
    """Where the window from each event on ends: before the first event that begins so many steps later."""
    return np.minimum(np.searchsorted(steps, steps[firsts] + window_steps), len(steps) - 1)


def _densities(classes: NDArray[np.int32], steps: NDArray[np.int64], firsts: NDArray[np.int64]) -> NDArray[np.float32]:
    ends = _ends(steps, firsts, DENSITY_STEPS)
    begun = np.concatenate(((0,), np.cumsum(classes < NOTE_OFF)))
    lasted = np.minimum(steps[ends] - steps[firsts], DENSITY_STEPS)
    per_second = (begun[ends] - begun[firsts]) * STEPS_PER_SECOND / np.maximum(lasted, 1) * (lasted > 0)
    bins = np.searchsorted(DENSITIES, per_second, side="right")
    one_hot: NDArray[np.float32] = (bins[:, None] == np.arange(len(DENSITIES) + 1)).astype(np.float32)
    return one_hot


def _histograms(
    classes: NDArray[np.int32], shifts: NDArray[np.int64], steps: NDArray[np.int64], firsts: NDArray[np.int64]
) -> NDArray[np.float32]:
    ends = _ends(steps, firsts, HISTOGRAM_STEPS)
    sounded = _sounding(classes) * shifts[:, None] / STEPS_PER_SECOND
    total = np.concatenate((np.zeros((1, _OCTAVE)), np.cumsum(sounded, axis=0)))
    weights = total[ends] - total[firsts] + PRIOR_SECONDS
    shares: NDArray[np.float32] = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares


def _sounding(classes: NDArray[np.int32]) -> NDArray[np.int64]:
    """[T, 12]: how many pitches of each class sound after each event; a pitch that is struck twice ends at once."""
    times = np.arange(1, len(classes) + 1)[:, None]
    pitches = np.arange(NOTE_OFF)
    # Odd where the last word on the pitch was that it begins.
    said = np.where(
        classes[:, None] == pitches, 2 * times + 1, np.where(classes[:, None] - NOTE_OFF == pitches, 2 * times, 0)
    )
    sounds = np.maximum.accumulate(said, axis=0) % 2
    octaves = np.pad(sounds, ((0, 0), (0, -NOTE_OFF % _OCTAVE))).reshape(len(classes), -1, _OCTAVE)
    counts: NDArray[np.int64] = octaves.sum(axis=1)
    return counts
