"""Melodies: an event a step, a note at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import note_seq

from worker.composing.voices import Event
from worker.composing.voices.base import BaseVoice
from worker.composing.voices.primer_notes import extended, sequence_of
from worker.composing.voices.timeline import VELOCITY, Grid, Span, StepNote
from worker.contract.part_spec import PITCH_CLASSES, PartSpec, Primer, Sampling
from worker.encodings.config import Config
from worker.encodings.masks import MIDI_PITCHES, is_allowed
from worker.encodings.melody import FIRST_NOTE, NO_EVENT, sounding_pitch
from worker.engine.controls import Controls

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence

# A melody that was given no primer begins with middle C, or as near to it as may be.
_MIDDLE_C: Final = 60
_OCTAVE: Final = 12


@dataclass(frozen=True, slots=True)
class Opening:
    """A melody as the network hears it before it decides.

    Attributes:
        events: A class a step.
        first_step: Of the first event.
        transposed: By how many semitones it was moved into the network's key and range.
    """

    events: list[Event]
    first_step: int
    transposed: int

    @property
    def end_step(self) -> int:
        return self.first_step + len(self.events)


class MelodyVoice(BaseVoice):
    """A class of the one-hot encoding for each step; what is heard transposed is played back where it was."""

    def __init__(self, opening: Opening, lowest: int, span: Span, controls: Controls | None = None) -> None:
        # Step and pitch.
        self._sounding: tuple[int, int] | None = None
        self._lowest = lowest
        self.transposed = opening.transposed
        super().__init__(opening.events, span, opening.first_step, controls)

    def feed(self, event: Event) -> None:
        """A note lasts until the next one or until it is ended."""
        if event[0] != NO_EVENT:
            self._rows += self._closed(self._step)
            self._sounding = self._begun(event[0])
        self._step += 1

    def _begun(self, event: int) -> tuple[int, int] | None:
        is_note = event >= FIRST_NOTE
        return (self._step, sounding_pitch(event, self._lowest, self.transposed)) if is_note else None

    def _held(self) -> Iterator[StepNote]:
        return self._closed(self._span.end_step)

    def _closed(self, step: int) -> Iterator[StepNote]:
        if self._sounding is not None:
            start, pitch = self._sounding
            yield start, step, pitch, VELOCITY


def melody_voice(config: Config, part: PartSpec, length_seconds: float, qpm: float) -> MelodyVoice:
    """A melody that goes on from the primer.

    Raises:
        ValueError: The primer is none, or leaves nothing to compose.
    """
    opening, span = opening_of(config, part, length_seconds, qpm)
    return MelodyVoice(opening, config.note_range[0], span)


def opening_of(
    config: Config, part: PartSpec, length_seconds: float, qpm: float, fitting: Sequence[int] = PITCH_CLASSES
) -> tuple[Opening, Span]:
    """What the network hears first, and the steps of the piece; `fitting` pitch classes may begin it unasked."""
    grid, primer = Grid(qpm, config.steps_per_quarter), part.primer
    sequence = sequence_of(primer, qpm)
    if sequence is None and primer.start_pitch is not None:
        opening, is_included = _heard(config, note_seq.Melody([primer.start_pitch])), True
    else:
        sequence = sequence or sequence_of(Primer(melody=(_first_pitch(part.sampling, fitting),)), qpm)
        opening, is_included = _heard(config, _primed(grid, sequence)), primer.include_primer
    return opening, Span.around(opening.end_step, is_included, grid.step_seconds, length_seconds)


def _first_pitch(sampling: Sampling, fitting: Sequence[int]) -> int:
    """The nearest to middle C that may be begun, of those that fit if there are any."""
    allowed = [pitch for pitch in MIDI_PITCHES if is_allowed(pitch, sampling)]
    fit = [pitch for pitch in allowed if pitch % _OCTAVE in fitting]
    return min(fit or allowed, key=lambda pitch: abs(pitch - _MIDDLE_C), default=_MIDDLE_C)


def _primed(grid: Grid, sequence: NoteSequence) -> Any:
    """Of notes at the same time the highest."""
    melody = note_seq.Melody()
    melody.from_quantized_sequence(grid.quantized(sequence), gap_bars=float("inf"), ignore_polyphonic_notes=True)
    return extended(melody, sequence, grid)


def _heard(config: Config, melody: Any) -> Opening:
    first_step = melody.start_step
    transposed = int(melody.squash(*config.note_range, config.transpose_to_key))
    encoding = note_seq.MelodyOneHotEncoding(*config.note_range)
    return Opening([(int(encoding.encode_event(event)),) for event in melody], first_step, transposed)
