"""Steps and seconds: the grid that a family quantizes to, and the part of it that becomes the piece."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import note_seq
import numpy as np

from worker.encodings.notes import NOTE_DTYPE, Notes

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence

# Start step, end step, pitch, velocity.
StepNote = tuple[int, int, int, int]
# The same in seconds from the beginning of the piece.
TimedNote = tuple[float, float, int, int]

# As note-seq plays families that say nothing of loudness.
VELOCITY: Final = 100
# A length that is a whole number of steps may come out a little longer.
_ROUNDING: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Grid:
    """Steps of a tempo."""

    qpm: float
    steps_per_quarter: int

    @property
    def step_seconds(self) -> float:
        return 60.0 / self.qpm / self.steps_per_quarter

    def quantized(self, sequence: NoteSequence) -> NoteSequence:
        return note_seq.quantize_note_sequence(sequence, self.steps_per_quarter)

    def step_after(self, seconds: float) -> int:
        """The first step that begins after `seconds`; that is where Magenta goes on from a primer."""
        return first_step_after(seconds, self.steps_per_quarter * self.qpm / 60.0)


def first_step_after(seconds: float, steps_per_second: float) -> int:
    return int(note_seq.quantize_to_step(seconds, steps_per_second, quantize_cutoff=0.0))


@dataclass(frozen=True, slots=True)
class Span:
    """Those steps of the timeline that are the piece.

    Attributes:
        first_step: Where the piece begins.
    """

    first_step: int
    step_seconds: float
    length_seconds: float

    @classmethod
    def around(cls, start_step: int, is_included: bool, step_seconds: float, length_seconds: float) -> Span:
        """The piece with its primer, which fills all up to `start_step`, or after it.

        Raises:
            ValueError: The primer leaves nothing to compose.
        """
        span = cls(0 if is_included else start_step, step_seconds, length_seconds)
        if start_step >= span.end_step:
            lasts = start_step * step_seconds
            raise ValueError(f"the primer lasts {lasts:g} s and leaves nothing of {length_seconds:g} s to compose")
        return span

    @property
    def length_steps(self) -> int:
        """The last step may be cut."""
        return math.ceil(self.length_seconds / self.step_seconds - _ROUNDING)

    @property
    def end_step(self) -> int:
        return self.first_step + self.length_steps

    def seconds_at(self, step: int) -> float:
        """Seconds from the beginning of the piece, within it."""
        return min(max(step - self.first_step, 0) * self.step_seconds, self.length_seconds)

    def timed(self, rows: Iterable[StepNote]) -> list[TimedNote]:
        """Those notes that begin within the piece, cut where it ends."""
        end_step = self.end_step
        return [
            (self.seconds_at(start), self.seconds_at(end), pitch, velocity)
            for start, end, pitch, velocity in rows
            if self.first_step <= start < min(end, end_step)
        ]

    def notes(self, rows: Iterable[StepNote]) -> Notes:
        """Those notes that begin within the piece, by start, then pitch, and cut where it ends."""
        ordered = sorted(self.timed(rows), key=lambda note: (note[0], note[2]))
        return np.array(ordered, dtype=NOTE_DTYPE)
