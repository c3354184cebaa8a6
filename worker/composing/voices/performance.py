"""Performances: notes begin and end, time passes in hundredths of a second, loudness changes, one event each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import note_seq

from worker.composing.voices import Event
from worker.composing.voices.base import BaseVoice
from worker.composing.voices.conditions import performance_controls
from worker.composing.voices.primer_notes import sequence_of
from worker.composing.voices.timeline import VELOCITY as DEFAULT_VELOCITY
from worker.composing.voices.timeline import Span, StepNote, first_step_after
from worker.contract.part_spec import PartSpec, Primer
from worker.encodings.config import Config
from worker.encodings.performance import (
    MAX_SHIFT_STEPS,
    NOTE_OFF,
    NOTE_ON,
    STEPS_PER_SECOND,
    TIME_SHIFT,
    VELOCITY,
    bin_velocity,
)
from worker.engine.controls import Controls

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence

# Magenta writes primers of performances at this tempo, whatever the piece's.
PRIMER_QPM: Final = 120.0
# Bin 20 of 32, a mezzoforte.
START_VELOCITY_BIN: Final = 20
# Magenta ends a note that the network forgot after 5 s.
MAX_NOTE_STEPS: Final = 5 * STEPS_PER_SECOND
# A network that piles up events and lets no time pass is stopped: real music has about 60 a second.
MAX_EVENTS_PER_SECOND: Final = 400


@dataclass(frozen=True, slots=True)
class Opening:
    """What the network hears before it decides.

    Attributes:
        steps: How long it lasts.
        is_primer: It is music that was given; else the clock of the piece starts with the first note.
    """

    events: list[Event]
    steps: int
    is_primer: bool


class PerformanceVoice(BaseVoice):
    """Notes of at most 5 s; a pitch that is struck again ends before."""

    def __init__(self, opening: Opening, velocity_bins: int, span: Span, controls: Controls | None) -> None:
        self._bins = velocity_bins
        self._is_begun = opening.is_primer
        self._events_left = round(span.length_seconds * MAX_EVENTS_PER_SECOND) + len(opening.events)
        self._velocity = DEFAULT_VELOCITY
        # By start, as pitches are put in anew when they are struck.
        self._sounding: dict[int, tuple[int, int]] = {}
        super().__init__(opening.events, span, 0, controls)

    @property
    def done(self) -> bool:
        return super().done or self._events_left <= 0

    def feed(self, event: Event) -> None:
        self._events_left -= 1
        kind = event[0]
        if kind < NOTE_OFF:
            self._begin(kind - NOTE_ON)
        elif kind < TIME_SHIFT:
            self._finish(kind - NOTE_OFF)
        elif kind < VELOCITY:
            self._step += (kind - TIME_SHIFT + 1) * self._is_begun
            self._finish_forgotten()
        else:
            self._velocity = bin_velocity(kind - VELOCITY + 1, self._bins)

    def _held(self) -> Iterator[StepNote]:
        return (self._row(pitch, self._span.end_step) for pitch in self._sounding)

    def _begin(self, pitch: int) -> None:
        self._finish(pitch)
        self._sounding[pitch] = (self._step, self._velocity)
        self._is_begun = True

    def _finish(self, pitch: int) -> None:
        if pitch in self._sounding:
            self._rows.append(self._row(pitch, self._step))
            del self._sounding[pitch]

    def _finish_forgotten(self) -> None:
        while self._sounding and next(iter(self._sounding.values()))[0] + MAX_NOTE_STEPS <= self._step:
            self._finish(next(iter(self._sounding)))

    def _row(self, pitch: int, end: int) -> StepNote:
        start, velocity = self._sounding[pitch]
        return start, min(end, start + MAX_NOTE_STEPS), pitch, velocity


def performance_voice(config: Config, part: PartSpec, length_seconds: float) -> PerformanceVoice:
    """A performance that goes on from the primer; without one it has heard a second of silence, not in the piece.

    Raises:
        ValueError: The primer is none, or leaves nothing to compose.
    """
    bins = config.heads[0] - VELOCITY
    opening = _opening(part.primer, bins)
    is_included = part.primer.include_primer or not opening.is_primer
    primer_steps = opening.steps if opening.is_primer else 0
    span = Span.around(primer_steps, is_included, 1 / STEPS_PER_SECOND, length_seconds)
    unheard = 0 if opening.is_primer else opening.steps
    controls = performance_controls(config, part.conditioning, unheard + span.end_step)
    return PerformanceVoice(opening, bins, span, controls)


def _opening(primer: Primer, bins: int) -> Opening:
    sequence = sequence_of(primer, PRIMER_QPM)
    if sequence is not None and sequence.notes:
        return _extended(sequence, bins)
    silence: list[Event] = [(TIME_SHIFT + MAX_SHIFT_STEPS - 1,)]
    loudness: list[Event] = [(VELOCITY + START_VELOCITY_BIN - 1,)] if bins else []
    struck: list[Event] = [] if primer.start_pitch is None else [*loudness, (NOTE_ON + primer.start_pitch,)]
    return Opening(silence + struck, MAX_SHIFT_STEPS, is_primer=False)


def _extended(sequence: NoteSequence, bins: int) -> Opening:
    """The primer quantized, then silence up to where the network goes on."""
    quantized = note_seq.quantize_note_sequence_absolute(sequence, STEPS_PER_SECOND)
    performance = note_seq.Performance(quantized, num_velocity_bins=bins)
    performance.set_length(first_step_after(sequence.total_time, STEPS_PER_SECOND))
    encoding = note_seq.PerformanceOneHotEncoding(num_velocity_bins=bins)
    events: list[Event] = [(encoding.encode_event(event),) for event in performance]
    return Opening(events, performance.num_steps, is_primer=True)
