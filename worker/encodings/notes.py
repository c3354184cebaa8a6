"""Notes as one NumPy table: what encodings read, decoders write and renderers play."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence

NOTE_DTYPE = np.dtype(
    [("start_seconds", "f8"), ("end_seconds", "f8"), ("pitch", "u1"), ("velocity", "u1")],
)
Notes = NDArray[Any]


def notes_of(sequence: NoteSequence) -> Notes:
    """The pitched (not drum) notes of a NoteSequence, in its order."""
    rows = [(n.start_time, n.end_time, n.pitch, n.velocity) for n in sequence.notes if not n.is_drum]
    return np.array(rows, dtype=NOTE_DTYPE)
