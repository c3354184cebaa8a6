"""A MIDI file as a table of notes, with its roles, its beats and its chords."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import note_seq
import numpy as np
from note_seq.drums_encoder_decoder import DEFAULT_DRUM_TYPE_PITCHES

from tests.bench.quality.excerpt import DRUMS, ROLES, SIXTEENTHS_PER_QUARTER, Notes, Row, table
from worker.encodings.chord_inference import infer_chords
from worker.encodings.roles import ROLES as PITCHED_ROLES
from worker.encodings.roles import instruments_of
from worker.encodings.steady import steady

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence

# What the networks call each drum that some drummer's kit has.
_DRUM: Final = {pitch: kind[0] for kind in DEFAULT_DRUM_TYPE_PITCHES for pitch in kind}
_CHORD: Final = note_seq.NoteSequence.TextAnnotation.CHORD_SYMBOL


@dataclass(frozen=True, slots=True)
class Heard:
    """A file's notes; starts and ends are in quarters, each as long as the next.

    Attributes:
        with_chords: Chords are inferred from all parts (about a second a file).
    """

    with_chords: bool = False

    def examples(self, sequence: NoteSequence) -> list[Notes]:
        file = steady(sequence)
        per_second = (file.tempos[0].qpm if file.tempos else note_seq.DEFAULT_QUARTERS_PER_MINUTE) / 60.0
        roles = {number: ROLES.index(role) for role in PITCHED_ROLES for number in instruments_of(file, role)}
        rows = [_row(note, roles, per_second) for note in file.notes if not note.is_drum or note.pitch in _DRUM]
        notes = table(rows)
        is_known = not self.with_chords or _with_chords(notes, file, per_second)
        return [notes] if is_known and len(notes) else []


def _row(note: Any, roles: dict[int, int], quarters_per_second: float) -> Row:
    """A drum lasts a sixteenth, whatever the file says."""
    start, end = note.start_time * quarters_per_second, note.end_time * quarters_per_second
    if note.is_drum:
        return note.instrument, DRUMS, _DRUM[note.pitch], note.velocity, 0, start, start + 1 / SIXTEENTHS_PER_QUARTER
    return note.instrument, roles[note.instrument], note.pitch, note.velocity, 0, start, end


def _with_chords(notes: Notes, file: NoteSequence, quarters_per_second: float) -> bool:
    """Fills in the chords; False where there is too little to hear, or too much."""
    try:
        quantized = note_seq.quantize_note_sequence(file, SIXTEENTHS_PER_QUARTER)
        infer_chords(quantized)
    except (note_seq.ChordInferenceError, note_seq.BadTimeSignatureError, note_seq.MultipleTimeSignatureError):
        return False
    chords = [(text.time, text.text) for text in quantized.text_annotations if text.annotation_type == _CHORD]
    starts = [seconds * quarters_per_second for seconds, _ in chords]
    # A note a little before its chord was meant to be in it.
    place = np.searchsorted(starts, notes["start"] + 1 / SIXTEENTHS_PER_QUARTER / 2, side="right") - 1
    bits = np.array([chord_bits(symbol) for _, symbol in chords], np.uint16)
    notes["chord"] = np.where(place >= 0, bits[place], 0)
    return True


@cache
def chord_bits(symbol: str) -> int:
    """A bit for each pitch class of the chord, 1 for C; 0 for none."""
    if symbol == note_seq.NO_CHORD:
        return 0
    return sum({1 << pitch % 12 for pitch in note_seq.chord_symbols_lib.chord_symbol_pitches(symbol)})
