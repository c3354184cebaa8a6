"""Files that were played freely, read by their beats: one tempo throughout, and bars that can be counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import note_seq
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence

_SECONDS_PER_MINUTE: Final = 60.0
# One quarter to a bar is how some programs write that they know beats and no bars.
_BEAT_ALONE: Final = (1, 4)
_COMMON_TIME: Final = (4, 4)


def steady(sequence: NoteSequence) -> NoteSequence:
    """A copy in which every quarter lasts as long as the next, and beats without bars are counted in fours.

    The tempo is the median over the file's quarters. Notes stay on the beats on which they were written.
    """
    copy = note_seq.NoteSequence()
    copy.CopyFrom(sequence)
    if len(sequence.tempos) > 1:
        _set_one_tempo(copy)
    for signature in copy.time_signatures:
        if (signature.numerator, signature.denominator) == _BEAT_ALONE:
            signature.numerator, signature.denominator = _COMMON_TIME
    return copy


def _set_one_tempo(sequence: NoteSequence) -> None:
    begins = np.array([tempo.time for tempo in sequence.tempos])
    per_second = np.array([tempo.qpm for tempo in sequence.tempos]) / _SECONDS_PER_MINUTE
    lengths = np.diff(begins, append=max(sequence.total_time, begins[-1]))
    quarters = np.concatenate(((0.0,), np.cumsum(lengths * per_second)))
    qpm = _weighted_median(per_second, lengths * per_second) * _SECONDS_PER_MINUTE

    def moved(seconds: float) -> float:
        place = max(0, int(np.searchsorted(begins, seconds, side="right")) - 1)
        return float(quarters[place] + (seconds - begins[place]) * per_second[place]) * _SECONDS_PER_MINUTE / qpm

    for note in sequence.notes:
        note.start_time, note.end_time = moved(note.start_time), moved(note.end_time)
    for signature in sequence.time_signatures:
        signature.time = moved(signature.time)
    sequence.total_time = moved(sequence.total_time)
    del sequence.tempos[1:]
    sequence.tempos[0].time, sequence.tempos[0].qpm = 0.0, qpm


def _weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    order = np.argsort(values)
    along = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(along, along[-1] / 2)])
