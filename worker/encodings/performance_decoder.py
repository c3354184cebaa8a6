"""From performance classes to notes, as they are decided."""

from __future__ import annotations

from typing import Final

import numpy as np

from worker.encodings.notes import NOTE_DTYPE, Notes
from worker.encodings.performance import (
    NOTE_OFF,
    NOTE_ON,
    STEPS_PER_SECOND,
    TIME_SHIFT,
    VELOCITY,
    PerformanceEncoding,
    bin_velocity,
)

# As loud as note-seq has it before the first velocity event.
DEFAULT_VELOCITY: Final = 100
# Magenta ends a note that the network forgot after 5 s.
MAX_NOTE_STEPS: Final = 5 * STEPS_PER_SECOND
# A network that piles up events and lets no time pass is stopped: real music has about 60 a second.
MAX_EVENTS_PER_SECOND: Final = 400


class PerformanceDecoder:
    """Notes of exactly `length_seconds`: the clock starts at the first note, and what sounds at the end is closed."""

    def __init__(self, encoding: PerformanceEncoding, length_seconds: float) -> None:
        self._bins = encoding.velocity_bins
        self._length_steps = round(length_seconds * STEPS_PER_SECOND)
        self._events_left = round(length_seconds * MAX_EVENTS_PER_SECOND)
        self._velocity = DEFAULT_VELOCITY
        self._step = 0
        self._sounding: dict[int, tuple[int, int]] = {}
        self._rows: list[tuple[float, float, int, int]] = []

    @property
    def done(self) -> bool:
        return self._step >= self._length_steps or self._events_left <= 0

    @property
    def seconds(self) -> float:
        """How far the music has come."""
        return min(self._step, self._length_steps) / STEPS_PER_SECOND

    def feed(self, event: int) -> None:
        """Takes one class; what the piece has no room for is ignored."""
        self._events_left -= 1
        if event < NOTE_OFF:
            self._begin(event - NOTE_ON)
        elif event < TIME_SHIFT:
            self._finish(event - NOTE_OFF)
        elif event < VELOCITY:
            self._shift(event - TIME_SHIFT + 1)
        else:
            self._velocity = bin_velocity(event - VELOCITY + 1, self._bins)

    def notes(self) -> Notes:
        """All notes by start, then pitch, those that still sound closed at the end of the piece."""
        open_rows = [self._row(pitch, self._length_steps) for pitch in self._sounding]
        return np.array(sorted(row for row in self._rows + open_rows if row[1] > row[0]), dtype=NOTE_DTYPE)

    def _begin(self, pitch: int) -> None:
        self._finish(pitch)
        self._sounding[pitch] = (self._step, self._velocity)

    def _finish(self, pitch: int) -> None:
        if pitch in self._sounding:
            self._rows.append(self._row(pitch, self._step))
            del self._sounding[pitch]

    def _shift(self, steps: int) -> None:
        if self._sounding or self._rows:
            self._step += steps

    def _row(self, pitch: int, end: int) -> tuple[float, float, int, int]:
        start, velocity = self._sounding[pitch]
        end = min(end, start + MAX_NOTE_STEPS, self._length_steps)
        return start / STEPS_PER_SECOND, end / STEPS_PER_SECOND, pitch, velocity
