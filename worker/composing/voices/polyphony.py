"""Polyphony: within a step notes begin and go on, then the step ends; a note that does not go on has ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from worker.composing.voices import Event
from worker.composing.voices.base import BaseVoice
from worker.composing.voices.primer_notes import sequence_of
from worker.composing.voices.timeline import VELOCITY, Grid, Span, StepNote, TimedNote
from worker.contract.part_spec import Primer
from worker.encodings.config import Config
from worker.encodings.notes import Notes, notes_of
from worker.encodings.polyphony import (
    CONTINUED_NOTE,
    NEW_NOTE,
    START,
    STEP_END,
    PolyphonicEvent,
    PolyphonyOneHotEncoding,
    steps_of,
)

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence

# A network that piles up events and ends no step is stopped: all 128 pitches make no more.
MAX_EVENTS_PER_STEP: Final = 130

_ENCODING: Final = PolyphonyOneHotEncoding()


@dataclass(frozen=True, slots=True)
class Opening:
    """What a voice begins with.

    Attributes:
        heard: Events from START on.
        first_step: Of the timeline, where they begin.
        start_step: Where what is composed begins.
        injected: Events that sound within it, by step.
        before: Notes that sound before it, unheard by the network.
    """

    heard: list[Event]
    first_step: int = 0
    start_step: int = 0
    injected: tuple[tuple[Event, ...], ...] = ()
    before: Notes | None = None


class PolyphonyVoice(BaseVoice):
    """Starts and ends in midst of the music mean nothing; a pitch that begins anew ends before."""

    def __init__(self, opening: Opening, span: Span) -> None:
        self._opening = opening
        self._events_in_step = 0
        self._is_new_step = False
        self._sounding: dict[int, int] = {}
        self._continued: set[int] = set()
        super().__init__(opening.heard, span, opening.first_step)

    @property
    def done(self) -> bool:
        return super().done or self._events_in_step >= MAX_EVENTS_PER_STEP

    @property
    def injects(self) -> bool:
        return any(self._opening.injected)

    def injected(self) -> list[Event]:
        """The primer's events of the step that begins."""
        place = self._step - self._opening.start_step
        is_within = self._is_new_step and 0 <= place < len(self._opening.injected)
        return list(self._opening.injected[place]) if is_within else []

    def feed(self, event: Event) -> None:
        kind, pitch = _ENCODING.decode_event(event[0])
        self._events_in_step += 1
        self._is_new_step = kind == STEP_END
        if kind == NEW_NOTE:
            self._begin(pitch)
        elif kind == CONTINUED_NOTE:
            self._continued.add(pitch)
        elif kind == STEP_END:
            self._end_step()

    @property
    def before(self) -> list[TimedNote]:
        return [] if self._opening.before is None else self._opening.before.tolist()

    def notes(self) -> Notes:
        """Those before, then all others by start, then pitch, those that still sound closed at the end of the piece."""
        played, before = super().notes(), self._opening.before
        return played if before is None else np.concatenate((before, played))

    def _held(self) -> Iterator[StepNote]:
        return ((start, self._span.end_step, pitch, VELOCITY) for pitch, start in self._sounding.items())

    def _begin(self, pitch: int) -> None:
        if self._sounding.get(pitch) != self._step:
            self._finish(pitch)
            self._sounding[pitch] = self._step

    def _finish(self, pitch: int) -> None:
        if pitch in self._sounding:
            self._rows.append((self._sounding.pop(pitch), self._step, pitch, VELOCITY))

    def _end_step(self) -> None:
        gone = [p for p, start in self._sounding.items() if start < self._step and p not in self._continued]
        for pitch in gone:
            self._finish(pitch)
        self._continued.clear()
        self._events_in_step = 0
        self._step += 1


def polyphony_voice(config: Config, primer: Primer, length_seconds: float, qpm: float) -> PolyphonyVoice:
    """Polyphony after, or around, the primer.

    Raises:
        ValueError: The primer is none, or leaves nothing to compose.
    """
    grid = Grid(qpm, config.steps_per_quarter)
    sequence = sequence_of(primer, qpm)
    opening = _unprimed(primer.start_pitch) if sequence is None else _opening(grid, sequence, primer)
    span = Span.around(opening.start_step, primer.include_primer, grid.step_seconds, length_seconds)
    return PolyphonyVoice(opening, span)


def _unprimed(start_pitch: int | None) -> Opening:
    struck = [] if start_pitch is None else [PolyphonicEvent(NEW_NOTE, start_pitch)]
    return Opening(_classes([PolyphonicEvent(START), *struck]))


def _opening(grid: Grid, sequence: NoteSequence, primer: Primer) -> Opening:
    start_step = grid.step_after(sequence.total_time)
    steps = steps_of(grid.quantized(sequence), start_step)
    injected = tuple(tuple(_classes(step)) for step in steps) if primer.inject_primer_during_generation else ()
    first_injected = list(injected[0]) if injected else []
    heard = _classes([PolyphonicEvent(START)])
    if primer.condition_on_primer:
        heard += _classes([event for step in steps for event in (*step, PolyphonicEvent(STEP_END))])
        return Opening(heard + first_injected, 0, start_step, injected)
    before = np.sort(notes_of(sequence), order=("start_seconds", "pitch")) if primer.include_primer else None
    return Opening(heard + first_injected, start_step, start_step, injected, before)


def _classes(events: list[PolyphonicEvent]) -> list[Event]:
    return [(_ENCODING.encode_event(event),) for event in events]
