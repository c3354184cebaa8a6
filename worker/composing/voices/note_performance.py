"""Performances of whole notes: an event says how long after the last one a note begins, its loudness and duration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import note_seq

from worker.composing.voices import Event
from worker.composing.voices.base import BaseVoice
from worker.composing.voices.performance import MAX_EVENTS_PER_SECOND, PRIMER_QPM, START_VELOCITY_BIN
from worker.composing.voices.primer_notes import sequence_of
from worker.composing.voices.timeline import Span, StepNote
from worker.contract.part_spec import PartSpec, Primer
from worker.encodings.config import Config
from worker.encodings.configs import config_of
from worker.encodings.performance import STEPS_PER_SECOND, bin_velocity

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence

# The head that holds loudness.
_VELOCITY_HEAD: Final = 3
START_NOTE_STEPS: Final = STEPS_PER_SECOND // 2


class NotePerformanceVoice(BaseVoice):
    """The clock stands where the last note began; it is not begun before the first note that is played."""

    def __init__(self, config: Config, heard: list[Event], span: Span, is_played: bool, is_begun: bool) -> None:
        self._config_id = config.id
        self._bins = config.heads[_VELOCITY_HEAD]
        self._is_begun = is_begun
        self._events_left = round(span.length_seconds * MAX_EVENTS_PER_SECOND) + len(heard)
        # Start, end and velocity by pitch.
        self._sounding: dict[int, tuple[int, int, int]] = {}
        super().__init__(heard, span, 0)
        self._is_begun = is_begun
        if not is_played:
            self._rows.clear()
            self._sounding.clear()

    @property
    def done(self) -> bool:
        return super().done or self._events_left <= 0

    def feed(self, event: Event) -> None:
        self._events_left -= 1
        shift, pitch, velocity_bin, duration = _parts(self._config_id, event)
        self._step += shift * self._is_begun
        self._is_begun = True
        self._end_past(pitch)
        self._sounding[pitch] = (self._step, self._step + duration, bin_velocity(velocity_bin, self._bins))

    def _end_past(self, struck: int) -> None:
        """A pitch that is struck again ends before, and nothing changes a note any more that ends by now."""
        past = [pitch for pitch, (_, end, _) in self._sounding.items() if end <= self._step or pitch == struck]
        for pitch in past:
            start, end, velocity = self._sounding.pop(pitch)
            self._rows.append((start, min(end, self._step), pitch, velocity))

    def _held(self) -> Iterator[StepNote]:
        """Each as long as it is meant to sound."""
        return ((start, end, pitch, velocity) for pitch, (start, end, velocity) in self._sounding.items())


def note_performance_voice(config: Config, part: PartSpec, length_seconds: float) -> NotePerformanceVoice:
    """A performance that goes on from the primer; without one it has heard the encoding's neutral note, unplayed.

    Raises:
        ValueError: The primer is none, holds a rest or a note of more than 10 s, or leaves nothing to compose.
    """
    sequence = sequence_of(part.primer, PRIMER_QPM)
    step_seconds = 1 / STEPS_PER_SECOND
    if sequence is None or not sequence.notes:
        is_played = part.primer.start_pitch is not None
        span = Span(0, step_seconds, length_seconds)
        return NotePerformanceVoice(config, [_start(config, part.primer)], span, is_played, is_begun=is_played)
    heard = _events(config, sequence)
    last_start = sum(_parts(config.id, event)[0] for event in heard)
    span = Span.around(last_start, part.primer.include_primer, step_seconds, length_seconds)
    return NotePerformanceVoice(config, heard, span, part.primer.include_primer, is_begun=True)


def _start(config: Config, primer: Primer) -> Event:
    """The note that is heard where no primer is given."""
    if primer.start_pitch is None:
        return tuple(config.encoder.default_event_label)
    event = note_seq.PerformanceEvent
    note = (
        event(event.TIME_SHIFT, 0),
        event(event.NOTE_ON, primer.start_pitch),
        event(event.VELOCITY, START_VELOCITY_BIN),
        event(event.DURATION, START_NOTE_STEPS),
    )
    return tuple(config.encoder.events_to_label([note], 0))


def _events(config: Config, sequence: NoteSequence) -> list[Event]:
    quantized = note_seq.quantize_note_sequence_absolute(sequence, STEPS_PER_SECOND)
    bins = config.heads[_VELOCITY_HEAD]
    try:
        notes = list(note_seq.performance_lib.NotePerformance(quantized, num_velocity_bins=bins, instrument=None))
    except note_seq.performance_lib.NotePerformanceError as error:
        raise ValueError("a rest or a note of the primer lasts more than 10 s, for which there is no event") from error
    return [tuple(config.encoder.events_to_label(notes, place)) for place in range(len(notes))]


def _parts(config_id: str, event: Event) -> tuple[int, int, int, int]:
    """Steps since the last note's start, pitch, velocity bin from 1, steps of duration."""
    shift, pitch, velocity, duration = config_of(config_id).encoder.class_index_to_event(event, None)
    return shift.event_value, pitch.event_value, velocity.event_value, duration.event_value
