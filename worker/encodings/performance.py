"""Magenta's performance event sequence: note-on, note-off, time shift and velocity as one class each.

The class layout is note-seq's `PerformanceOneHotEncoding`; `encode_notes` gives what note-seq's `Performance` gives,
in NumPy, since training encodes every file anew for each transposition and stretch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from worker.encodings import Encoded
from worker.encodings.notes import NOTE_DTYPE, Notes, notes_of

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence

STEPS_PER_SECOND = 100
MAX_SHIFT_STEPS = 100
PITCHES = 128
MAX_VELOCITY = 127
NOTE_ON = 0
NOTE_OFF = NOTE_ON + PITCHES
TIME_SHIFT = NOTE_OFF + PITCHES
VELOCITY = TIME_SHIFT + MAX_SHIFT_STEPS

TRANSPOSITIONS = range(-3, 4)
STRETCHES = (0.95, 0.975, 1.0, 1.025, 1.05)


@dataclass(frozen=True, slots=True)
class PerformanceEncoding:
    """Class indices of a performance, with `velocity_bins` bins (0: without dynamics)."""

    velocity_bins: int = 32

    @property
    def num_classes(self) -> int:
        return VELOCITY + self.velocity_bins

    def examples(self, sequence: NoteSequence) -> list[NDArray[Any]]:
        """What training keeps of one file: its notes, lengthened by the sustain pedal (CC64) as Magenta does."""
        from note_seq import apply_sustain_control_changes

        notes = notes_of(apply_sustain_control_changes(sequence))
        return [notes] if len(notes) else []

    def encode(self, example: NDArray[Any], rng: np.random.Generator | None = None) -> Encoded:
        """One example; with `rng`, transposed by up to 3 semitones and stretched by up to 5 %."""
        return Encoded.plain(self.encode_notes(example if rng is None else _augment(example, rng)))

    def encode_notes(self, notes: Notes) -> NDArray[np.int32]:
        """Classes [T] of `notes`; times are quantized to 10 ms steps from the sequence's start.

        Order within a step is by note (start, then pitch), as note-seq's `Performance` has it.
        """
        notes = notes[np.lexsort((notes["pitch"], notes["start_seconds"]))]
        start, end = _quantize(notes)
        steps = np.concatenate((start, end))
        order = np.lexsort((np.repeat((0, 1), len(notes)), np.tile(np.arange(len(notes)), 2), steps))
        is_off = order >= len(notes)
        index = order % max(len(notes), 1)
        bins = velocity_bin(notes["velocity"], self.velocity_bins)[index] if self.velocity_bins else None
        gaps = np.diff(steps[order], prepend=0)
        return _interleave(gaps, bins, is_off, notes["pitch"][index].astype(np.int32))


def velocity_bin(velocity: NDArray[np.integer[Any]], bins: int) -> NDArray[np.int32]:
    """Bins 1..`bins` of MIDI velocities 1..127."""
    size = -(-MAX_VELOCITY // bins)
    return ((velocity.astype(np.int32) - 1) // size + 1).astype(np.int32)


def bin_velocity(velocity_bin_index: int, bins: int) -> int:
    """The MIDI velocity that stands for a bin (its lowest), as note-seq has it."""
    return 1 + (velocity_bin_index - 1) * -(-MAX_VELOCITY // bins)


def _quantize(notes: Notes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    start = (notes["start_seconds"] * STEPS_PER_SECOND + 0.5).astype(np.int64)
    end = (notes["end_seconds"] * STEPS_PER_SECOND + 0.5).astype(np.int64)
    return start, np.where(end == start, end + 1, end)


def _interleave(
    gaps: NDArray[np.int64], bins: NDArray[np.int32] | None, is_off: NDArray[np.bool_], pitch: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Writes, for each note event, its time shifts, a changed velocity, then the event itself."""
    shifts = -(-gaps // MAX_SHIFT_STEPS)
    changes = np.zeros(len(gaps), dtype=bool)
    if bins is not None:
        changes[~is_off] = np.diff(bins[~is_off], prepend=0) != 0
    ends = np.cumsum(shifts + changes + 1)
    events = np.full(ends[-1] if len(ends) else 0, TIME_SHIFT + MAX_SHIFT_STEPS - 1, dtype=np.int32)
    events[ends - 1] = np.where(is_off, NOTE_OFF, NOTE_ON) + pitch
    if bins is not None:
        events[ends[changes] - 2] = VELOCITY + bins[changes] - 1
    last_shift = (ends - 2 - changes)[shifts > 0]
    rest = gaps[shifts > 0] - (shifts[shifts > 0] - 1) * MAX_SHIFT_STEPS
    events[last_shift] = TIME_SHIFT + rest - 1
    return events


def _augment(notes: Notes, rng: np.random.Generator) -> Notes:
    stretch, semitones = rng.choice(STRETCHES), rng.choice(TRANSPOSITIONS)
    changed: Notes = notes.astype(NOTE_DTYPE)
    changed["start_seconds"] *= stretch
    changed["end_seconds"] *= stretch
    pitch = notes["pitch"].astype(np.int16) + semitones
    inside = (pitch >= 0) & (pitch < PITCHES)
    changed["pitch"] = pitch.clip(0, PITCHES - 1)
    kept: Notes = changed[inside]
    return kept
