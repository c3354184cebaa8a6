"""Who in a band plays what: bass, lead or rhythm, told by the instrument and by how it is played."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence

Role = Literal["bass", "lead", "rhythm"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)

# General MIDI's eight basses.
_BASSES: Final = range(32, 40)
# Whoever plays single notes at the median below this, the G a twelfth below middle C, is a bass by any name.
_BASS_PITCH: Final = 43
# Notes that sound at once, on average over the time in which any does: above it they are chords.
_CHORDAL: Final = 1.3


def instruments_of(sequence: NoteSequence, role: Role) -> list[int]:
    """The numbers of the instruments in that role, in order; drums have none."""
    played = defaultdict(list)
    for note in sequence.notes:
        if not note.is_drum:
            played[note.instrument].append((note.start_time, note.end_time, note.pitch, note.program))
    return sorted(number for number, notes in played.items() if _role_of(np.array(notes)) == role)


def _role_of(notes: NDArray[np.float64]) -> Role:
    chordal = _sounding_at_once(notes) >= _CHORDAL
    if notes[0, 3] in _BASSES or (not chordal and np.median(notes[:, 2]) < _BASS_PITCH):
        return "bass"
    return "rhythm" if chordal else "lead"


def _sounding_at_once(notes: NDArray[np.float64]) -> float:
    """Of notes (start, end, …): the sum of their lengths over the time in which at least one sounds."""
    ordered = notes[np.argsort(notes[:, 0])]
    reached = np.maximum.accumulate(ordered[:, 1])
    begins = np.maximum(ordered[:, 0], np.concatenate(((-np.inf,), reached[:-1])))
    covered = np.maximum(0.0, ordered[:, 1] - begins).sum()
    return float((ordered[:, 1] - ordered[:, 0]).sum() / covered) if covered else 0.0
