"""The chords of a file, one a bar, as they stand to its key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import note_seq
import numpy as np
from note_seq.chord_symbols_lib import chord_symbol_quality, chord_symbol_root
from numpy.typing import NDArray

from worker.encodings.chord_inference import infer_chords
from worker.encodings.tune import evenly_quantized

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence

STEPS_PER_QUARTER: Final = 4
MAJOR, MINOR = "major", "minor"
# Semitones from a major key up to the minor key that has the same notes.
_RELATIVE_MINOR: Final = 9
_QUALITIES: Final = {
    note_seq.chord_symbols_lib.CHORD_QUALITY_MAJOR: "",
    note_seq.chord_symbols_lib.CHORD_QUALITY_MINOR: "m",
    note_seq.chord_symbols_lib.CHORD_QUALITY_DIMINISHED: "dim",
}
_CHORD_SYMBOL: Final = note_seq.NoteSequence.TextAnnotation.CHORD_SYMBOL


@dataclass(frozen=True, slots=True)
class ProgressionReading:
    """A file's mode, then its chords: semitones above the tonic and "", "m" or "dim"."""

    def examples(self, sequence: NoteSequence) -> list[NDArray[Any]]:
        """One array of text; none where meter or key change, or no chord can be heard."""
        quantized = evenly_quantized(sequence, STEPS_PER_QUARTER)
        if quantized is None:
            return []
        try:
            infer_chords(quantized, chords_per_bar=1, add_key_signatures=True)
        except note_seq.ChordInferenceError:
            return []
        if len({signature.key for signature in quantized.key_signatures}) != 1:
            return []
        return [np.array(_relative(_by_bar(quantized), quantized.key_signatures[0].key), "U8")]


def _by_bar(quantized: NoteSequence) -> list[str]:
    """A symbol a bar, from the first chord's bar to the last note's; a chord holds until the next."""
    per_bar = int(note_seq.steps_per_bar_in_quantized_sequence(quantized))
    changes = {
        annotation.quantized_step // per_bar: annotation.text
        for annotation in quantized.text_annotations
        if annotation.annotation_type == _CHORD_SYMBOL
    }
    bars, symbol = [], note_seq.NO_CHORD
    for bar in range(quantized.total_quantized_steps // per_bar):
        symbol = changes.get(bar, symbol)
        bars.append(symbol)
    return [symbol for symbol in bars if symbol != note_seq.NO_CHORD]


def _relative(symbols: list[str], key: int) -> list[str]:
    """The mode first: minor where the sixth degree's chord is more frequent than the first's."""
    major = [_degree(symbol, key) for symbol in symbols]
    if major.count(f"{_RELATIVE_MINOR}m") <= major.count("0"):
        return [MAJOR, *major]
    return [MINOR, *(_degree(symbol, key + _RELATIVE_MINOR) for symbol in symbols)]


def _degree(symbol: str, tonic: int) -> str:
    return f"{(chord_symbol_root(symbol) - tonic) % 12}{_QUALITIES.get(chord_symbol_quality(symbol), '')}"
