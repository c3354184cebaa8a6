"""Melodies of a corpus over the chords that are heard in it, as Improv RNN learns them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import note_seq
import numpy as np
from numpy.typing import NDArray

from worker.encodings import Encoded
from worker.encodings.chord_inference import infer_chords
from worker.encodings.configs import config_of
from worker.encodings.roles import Role
from worker.encodings.tune import TRANSPOSITIONS, encoded_line, evenly_quantized, lines_of

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence

_STEP: Final = np.dtype([("event", "i2"), ("chord", "U8")])


@dataclass(frozen=True, slots=True)
class LeadSheetEncoding:
    """The lines of a file with their chords.

    Attributes:
        config: The id of an Improv RNN.
        role: Of a band, those alone who play it; None for all.
    """

    config: str
    role: Role | None = None

    def examples(self, sequence: NoteSequence) -> list[NDArray[Any]]:
        """Each line's steps, with the chord that note-seq infers from all parts together."""
        quantized = evenly_quantized(sequence, config_of(self.config).steps_per_quarter)
        if quantized is None or not _infer_chords(quantized):
            return []
        return [_with_chords(line, quantized) for line in lines_of(quantized, self.role)]

    def encode(self, example: NDArray[Any], rng: np.random.Generator | None = None) -> Encoded:
        """One line in the network's range and, with `rng`, in any key."""
        config, line = config_of(self.config), note_seq.Melody(example["event"].tolist())
        semitones = 0 if rng is None else int(rng.choice(TRANSPOSITIONS))
        line.transpose(semitones)
        line.squash(*config.note_range)
        controls = np.stack([heard_chord(self.config, symbol, semitones) for symbol in example["chord"].tolist()])
        return encoded_line(config, list(line), controls)


def _infer_chords(quantized: NoteSequence) -> bool:
    """Adds chords; False where there is too little to hear, or too much."""
    try:
        infer_chords(quantized)
    except note_seq.ChordInferenceError:
        return False
    return True


def _with_chords(line: Any, quantized: NoteSequence) -> NDArray[Any]:
    chords = note_seq.ChordProgression()
    chords.from_quantized_sequence(quantized, line.start_step, line.end_step)
    return np.array(list(zip(line, chords, strict=True)), _STEP)


@lru_cache(maxsize=4096)
def heard_chord(config_id: str, symbol: str, semitones: int = 0) -> NDArray[np.float32]:
    """[C]: a chord, transposed, as the network is told it; one that it does not know is none."""
    try:
        if symbol != note_seq.NO_CHORD:
            symbol = note_seq.chord_symbols_lib.transpose_chord_symbol(symbol, semitones % 12)
        return config_of(config_id).control_inputs(symbol)
    except (note_seq.ChordSymbolError, note_seq.ChordEncodingError):
        return config_of(config_id).control_inputs(note_seq.NO_CHORD)
