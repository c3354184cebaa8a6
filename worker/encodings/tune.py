"""Melodies of a corpus, as Melody RNN learns them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import note_seq
import numpy as np
from numpy.typing import NDArray

from worker.encodings import Encoded
from worker.encodings.config import Config
from worker.encodings.configs import config_of
from worker.encodings.roles import Role, instruments_of
from worker.encodings.steady import steady

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence

# Those of Magenta's extractor.
MIN_BARS: Final = 7
MIN_PITCHES: Final = 5
GAP_BARS: Final = 1.0
# The networks count sixteen steps to a bar; a shorter bar must come out even with them.
STEPS_PER_BAR: Final = 16
TRANSPOSITIONS: Final = range(-6, 6)

_UNEVEN: Final = (note_seq.BadTimeSignatureError, note_seq.MultipleTimeSignatureError)


@dataclass(frozen=True, slots=True)
class MelodyEncoding:
    """The lines of a file, one after the other.

    Attributes:
        config: The id of a Melody RNN.
        role: Of a band, those alone who play it; None for all.
    """

    config: str
    role: Role | None = None

    def examples(self, sequence: NoteSequence) -> list[NDArray[Any]]:
        """Each line's steps: a MIDI pitch, -1 for the end of a note, -2 for no event."""
        quantized = evenly_quantized(sequence, config_of(self.config).steps_per_quarter)
        return [np.array(list(line), np.int16) for line in lines_of(quantized, self.role)] if quantized else []

    def encode(self, example: NDArray[Any], rng: np.random.Generator | None = None) -> Encoded:
        """One line in the network's key and range; where it knows none, with `rng`, in any key."""
        config, line = config_of(self.config), note_seq.Melody(example.tolist())
        if rng is not None and config.transpose_to_key is None:
            line.transpose(int(rng.choice(TRANSPOSITIONS)))
        line.squash(*config.note_range, config.transpose_to_key)
        return encoded_line(config, list(line), np.zeros((len(line), 0), np.float32))


def evenly_quantized(sequence: NoteSequence, steps_per_quarter: int) -> NoteSequence | None:
    """On a grid of sixteenths; None where the meter changes, or bars do not come out even with four quarters."""
    try:
        quantized = note_seq.quantize_note_sequence(steady(sequence), steps_per_quarter)
    except _UNEVEN:
        return None
    steps_per_bar = note_seq.steps_per_bar_in_quantized_sequence(quantized)
    return quantized if steps_per_bar and STEPS_PER_BAR % steps_per_bar == 0 else None


def lines_of(quantized: NoteSequence, role: Role | None = None) -> Iterator[Any]:
    """The melodies of every instrument in the role, of notes at the same time the highest; a bar's rest ends one."""
    pitched = sorted({note.instrument for note in quantized.notes if not note.is_drum})
    for instrument in pitched if role is None else instruments_of(quantized, role):
        yield from filter(_is_worth_it, _lines(quantized, instrument))


def encoded_line(config: Config, line: Sequence[int], controls: NDArray[np.float32]) -> Encoded:
    """A line within the range of `config`, with the controls [T, C] that it is heard with."""
    encoding = note_seq.MelodyOneHotEncoding(*config.note_range)
    events = [encoding.encode_event(event) for event in line]
    label = config.target_encoder.events_to_label
    classes = [label(line, place) for place in range(len(line))]
    return Encoded(np.array(events, np.int32), np.array(classes, np.int32), controls)


def _lines(quantized: NoteSequence, instrument: int) -> Iterator[Any]:
    steps_per_bar, start = int(note_seq.steps_per_bar_in_quantized_sequence(quantized)), 0
    while True:
        line = note_seq.Melody()
        line.from_quantized_sequence(quantized, start, instrument, GAP_BARS, ignore_polyphonic_notes=True)
        if not line:
            return
        yield line
        start = line.end_step + -line.end_step % steps_per_bar


def _is_worth_it(line: Any) -> bool:
    pitches = {event for event in line if event >= note_seq.MIN_MIDI_PITCH}
    return len(pitches) >= MIN_PITCHES and len(line) >= MIN_BARS * line.steps_per_bar
