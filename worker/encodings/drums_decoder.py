"""From drum kit classes to hits, as they are decided."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from worker.encodings.drums import KIT, STEPS_PER_QUARTER
from worker.encodings.notes import NOTE_DTYPE, Notes

# The drum track says which drums sound, not how hard.
VELOCITY: Final = 100


class DrumKitDecoder:
    """Hits on a grid of 16th steps at `qpm`, none at or after `length_seconds`."""

    def __init__(self, length_seconds: float, qpm: float) -> None:
        self._step_seconds = 60.0 / qpm / STEPS_PER_QUARTER
        self._length_seconds = length_seconds
        self._length_steps = math.ceil(length_seconds / self._step_seconds)
        self._events: list[int] = []

    @property
    def done(self) -> bool:
        return len(self._events) >= self._length_steps

    @property
    def seconds(self) -> float:
        """How far the music has come."""
        return min(len(self._events) * self._step_seconds, self._length_seconds)

    def feed(self, event: int) -> None:
        """Takes the class of the next step."""
        self._events.append(event)

    def notes(self) -> Notes:
        """All hits by start, then pitch, each a step long."""
        rows = [row for step, event in enumerate(self._events[: self._length_steps]) for row in self._hits(step, event)]
        return np.array(rows, dtype=NOTE_DTYPE)

    def _hits(self, step: int, event: int) -> list[tuple[float, float, int, int]]:
        start = step * self._step_seconds
        end = min(start + self._step_seconds, self._length_seconds)
        return [(start, end, pitch, VELOCITY) for pitch in sorted(KIT.decode_event(event))]
