"""The notes of a piece in the order in which they are told: each once it has ended and nothing can change it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush

from worker.composing.voices.timeline import TimedNote
from worker.contract.events import BegunNote, Note, NotesDecided

# End and start in seconds, part, pitch, velocity.
_ByEnd = tuple[float, float, int, int, int]
# Start in seconds, part, pitch, velocity, and the end.
_ByStart = tuple[float, int, int, int, float]


class DecidedNotes:
    """Takes notes as each part ends them, and gives them by time; no note is looked at more than twice.

    Attributes:
        until_seconds: Up to where all has been told.
    """

    def __init__(self) -> None:
        self.until_seconds = 0.0
        self._told = 0
        self._by_end: list[_ByEnd] = []
        self._by_start: list[_ByStart] = []

    def add(self, part: int, notes: Iterable[TimedNote]) -> None:
        """Takes notes of a part that have ended, each once."""
        for start, end, pitch, velocity in notes:
            heappush(self._by_end, (end, start, part, pitch, velocity))
            if start >= self.until_seconds:
                heappush(self._by_start, (start, part, pitch, velocity, end))

    def until(self, seconds: float, sounding: Iterable[BegunNote]) -> NotesDecided:
        """What is new before `seconds`, up to where all parts are decided.

        Args:
            seconds: Less than the length of the piece.
            sounding: All notes of all parts that have begun and not ended.
        """
        begun = [note for note in sounding if self.until_seconds <= note[3] < seconds]
        begun += self._begun(seconds)
        begun.sort(key=lambda note: (note[3], note[:3]))
        return self._tell(seconds, self._ended(seconds), begun)

    def rest(self, length_seconds: float, parts: Sequence[Iterable[TimedNote]]) -> NotesDecided:
        """All that are left of the complete parts."""
        rows: list[Note] = [
            (part, pitch, velocity, start, end)
            for part, notes in enumerate(parts)
            for start, end, pitch, velocity in notes
            if end >= self.until_seconds
        ]
        return self._tell(length_seconds, sorted(rows, key=lambda row: (row[4], row[3], row[:3])), [])

    def _begun(self, seconds: float) -> Iterable[BegunNote]:
        while self._by_start and self._by_start[0][0] < seconds:
            start, part, pitch, velocity, end = heappop(self._by_start)
            if end >= seconds:
                yield part, pitch, velocity, start

    def _ended(self, seconds: float) -> list[Note]:
        notes = []
        while self._by_end and self._by_end[0][0] < seconds:
            end, start, part, pitch, velocity = heappop(self._by_end)
            notes.append((part, pitch, velocity, start, end))
        return notes

    def _tell(self, seconds: float, notes: list[Note], begun: list[BegunNote]) -> NotesDecided:
        first, self._told, self.until_seconds = self._told, self._told + len(notes), seconds
        return NotesDecided(first, seconds, tuple(notes), tuple(begun))
