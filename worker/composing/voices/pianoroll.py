"""Piano rolls: the keys that sound at each step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

import note_seq

from worker.composing.voices import Event
from worker.composing.voices.base import BaseVoice
from worker.composing.voices.primer_notes import sequence_of
from worker.composing.voices.timeline import VELOCITY, Grid, Span, StepNote
from worker.contract.part_spec import Primer
from worker.encodings.config import Config

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence

LOWEST_PITCH: Final = 21
KEYS: Final = 88


class PianorollVoice(BaseVoice):
    """A key that sounds in one step and the next is one note."""

    def __init__(self, heard: list[Event], span: Span, first_step: int) -> None:
        self._sounding: dict[int, int] = {}
        super().__init__(heard, span, first_step)

    def feed(self, event: Event) -> None:
        keys = {key for key, sounds in enumerate(event) if sounds}
        self._rows += self._ended(self._sounding.keys() - keys, self._step)
        self._sounding = {key: self._sounding.get(key, self._step) for key in keys}
        self._step += 1

    def _held(self) -> Iterator[StepNote]:
        return self._ended(self._sounding, self._span.end_step)

    def _ended(self, keys: Iterable[int], step: int) -> Iterator[StepNote]:
        return ((self._sounding[key], step, LOWEST_PITCH + key, VELOCITY) for key in keys)


def pianoroll_voice(config: Config, primer: Primer, length_seconds: float, qpm: float) -> PianorollVoice:
    """A piano roll that goes on from `primer`; without one it has heard a step of silence, which is not in the piece.

    Raises:
        ValueError: The primer is none, or leaves nothing to compose.
    """
    grid = Grid(qpm, config.steps_per_quarter)
    sequence = sequence_of(primer, qpm)
    if sequence is not None:
        heard = _extended(grid, sequence)
        span = Span.around(len(heard), primer.include_primer, grid.step_seconds, length_seconds)
        return PianorollVoice(heard, span, 0)
    key = None if primer.start_pitch is None else primer.start_pitch - LOWEST_PITCH
    heard = [_event(())] if key is None else [_event((key,))]
    return PianorollVoice(heard, Span(0, grid.step_seconds, length_seconds), -1 if key is None else 0)


def _extended(grid: Grid, sequence: NoteSequence) -> list[Event]:
    """The primer quantized, then silence up to where the network goes on; pitches off the keyboard are left out."""
    roll = note_seq.PianorollSequence(quantized_sequence=grid.quantized(sequence))
    roll.set_length(grid.step_after(sequence.total_time))
    return [_event(keys) for keys in roll]


def _event(keys: Iterable[int]) -> Event:
    sounding = set(keys)
    return tuple(int(key in sounding) for key in range(KEYS))
