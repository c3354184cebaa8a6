"""The messages of a piece's MIDI file, from its journal, as soon as nothing can come before them any more.

They are those that the finished file holds, at the same frames and in the same order, so that both sound the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

import mido

from worker.encodings.midi import (
    TICKS_PER_QUARTER,
    NoteMessages,
    Timed,
    channels_of,
    program_change,
    ticks_of,
)
from worker.rendering.timeline import frame_of

if TYPE_CHECKING:
    from worker.contract.events import NotesDecided, ScoreBegun


class _Placed(NamedTuple):
    """Sorted as the tracks of a file are merged: by tick, then part, then as in the part's track."""

    ticks: int
    part: int
    order: tuple[int, float, float]
    number: int
    message: mido.Message


class LiveScore:
    """Takes what the journal says of the notes, of one run after the other if need be.

    Attributes:
        until_seconds: All that begins or ends before is here.
    """

    def __init__(self, score: ScoreBegun) -> None:
        self._score = score
        self._tempo = mido.bpm2tempo(score.qpm)
        channels = channels_of(part.is_drum for part in score.parts)
        self._parts = [NoteMessages(channel, score.qpm) for channel in channels]
        self._waiting: list[_Placed] = []
        self._count = 0
        self.until_seconds = 0.0
        for place, (channel, part) in enumerate(zip(channels, score.parts, strict=True)):
            for message in program_change(channel, part.program):
                self._add(place, Timed(0, (-1, 0, 0), message))

    @property
    def is_complete(self) -> bool:
        return self.until_seconds >= self._score.length_seconds

    @property
    def until_frame(self) -> int:
        """No message that is yet to come lies before this frame."""
        return self._frame(ticks_of(self.until_seconds, self._score.qpm))

    def take(self, decided: NotesDecided) -> None:
        """Takes in what is new; what another run of the job has said already is not."""
        for part, pitch, velocity, start_seconds, end_seconds in decided.notes:
            self._begin(part, pitch, velocity, start_seconds)
            if end_seconds >= self.until_seconds:
                self._add(part, self._parts[part].off(pitch, start_seconds, end_seconds))
        for part, pitch, velocity, start_seconds in decided.begun:
            self._begin(part, pitch, velocity, start_seconds)
        self.until_seconds = max(self.until_seconds, decided.until_seconds)

    def due(self) -> Iterator[tuple[int, mido.Message]]:
        """The messages that are certain by now, each once, with their frames."""
        until = ticks_of(self.until_seconds, self._score.qpm)
        while self._waiting and (self.is_complete or self._waiting[0].ticks < until):
            placed = heappop(self._waiting)
            yield self._frame(placed.ticks), placed.message

    def _begin(self, part: int, pitch: int, velocity: int, start_seconds: float) -> None:
        if start_seconds >= self.until_seconds:
            self._add(part, self._parts[part].on(pitch, velocity, start_seconds))

    def _add(self, part: int, timed: Timed) -> None:
        self._count += 1
        heappush(self._waiting, _Placed(timed.ticks, part, timed.order, self._count, timed.message))

    def _frame(self, ticks: int) -> int:
        return frame_of(ticks, self._tempo, TICKS_PER_QUARTER)
