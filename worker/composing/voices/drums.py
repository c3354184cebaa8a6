"""Drum tracks: the set of drums that are struck at each step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import note_seq

from worker.composing.voices import Event
from worker.composing.voices.base import BaseVoice
from worker.composing.voices.primer_notes import extended, sequence_of
from worker.composing.voices.timeline import VELOCITY, Grid, Span, StepNote
from worker.contract.part_spec import Primer
from worker.encodings.config import Config
from worker.encodings.configs import config_of

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence

KICK: Final = 36


class DrumsVoice(BaseVoice):
    """Hits, each a step long; the primer's keep their pitch, even where the network hears another drum of that kind."""

    def __init__(self, config: Config, track: Any, span: Span) -> None:
        self._config_id = config.id
        heard: list[Event] = [(int(config.encoder.events_to_label([drums], 0)),) for drums in track]
        super().__init__(heard, span, track.start_step)
        self._rows = [row for step, drums in enumerate(track, track.start_step) for row in _hits(step, drums)]

    def feed(self, event: Event) -> None:
        drums = config_of(self._config_id).encoder.class_index_to_event(event[0], [])
        self._rows += _hits(self._step, drums)
        self._step += 1

    def _held(self) -> Iterable[StepNote]:
        return ()


def drums_voice(config: Config, primer: Primer, length_seconds: float, qpm: float) -> DrumsVoice:
    """A drum track that goes on from `primer`, or from a bass drum on the one.

    Raises:
        ValueError: The primer is none, or leaves nothing to compose.
    """
    grid = Grid(qpm, config.steps_per_quarter)
    sequence = sequence_of(primer, qpm)
    track = note_seq.DrumTrack([frozenset({KICK})]) if sequence is None else _primed(grid, sequence)
    is_included = sequence is None or primer.include_primer
    return DrumsVoice(config, track, Span.around(track.end_step, is_included, grid.step_seconds, length_seconds))


def _primed(grid: Grid, sequence: NoteSequence) -> Any:
    track = note_seq.DrumTrack()
    track.from_quantized_sequence(grid.quantized(sequence), gap_bars=float("inf"), ignore_is_drum=True)
    return extended(track, sequence, grid)


def _hits(step: int, drums: Iterable[int]) -> list[StepNote]:
    return [(step, step + 1, pitch, VELOCITY) for pitch in sorted(drums)]
