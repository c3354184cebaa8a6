"""From ticks to seconds, through every change of tempo."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, pairwise
from typing import Final

from worker.contract.midi.file import MidiFile

# What holds where a file names no tempo: 120 quarters to the minute.
DEFAULT_TEMPO: Final = 500_000


class TempoMap:
    """A file's tempos; those of all tracks hold for all."""

    def __init__(self, file: MidiFile) -> None:
        named = sorted(((t for track in file.tracks for t in track.tempos)), key=lambda tempo: tempo[0])
        tempos = [(0, DEFAULT_TEMPO), *named]
        self._scale = 1e-6 / file.ticks_per_quarter
        self._ticks = [tick for tick, _ in tempos]
        self._tempos = [tempo for _, tempo in tempos]
        spans = ((after[0] - before[0]) * before[1] for before, after in pairwise(tempos))
        self._starts = list(accumulate(spans, initial=0))

    def seconds_at(self, tick: int) -> float:
        place = bisect_right(self._ticks, tick) - 1
        return (self._starts[place] + (tick - self._ticks[place]) * self._tempos[place]) * self._scale
