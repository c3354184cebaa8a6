"""Melodies over chords."""

from __future__ import annotations

from typing import Final

import note_seq
import numpy as np
from note_seq.protobuf import music_pb2

from worker.composing.voices.melody import MelodyVoice, Opening, opening_of
from worker.composing.voices.progression import chord_at, symbols_of
from worker.composing.voices.timeline import Span
from worker.contract.part_spec import PITCH_CLASSES, Conditioning, PartSpec
from worker.encodings.config import Config
from worker.encodings.notes import NOTE_DTYPE, Notes, notes_of
from worker.engine.controls import Controls

CHORD_VELOCITY: Final = 50
_OCTAVE: Final = 12

# Step of the timeline from which on a chord holds, and its symbol.
Progression = list[tuple[int, str]]


class ImprovVoice(MelodyVoice):
    """A melody, and the chords below it."""

    def __init__(self, config: Config, opening: Opening, progression: Progression, span: Span) -> None:
        self._progression = progression
        super().__init__(opening, config.note_range[0], span, _controls(config, opening, progression))

    def chord_notes(self) -> Notes:
        """The chords held, as note-seq's basic renderer plays them, by start, then pitch."""
        sequence = music_pb2.NoteSequence(total_time=self._span.length_seconds)
        kind = music_pb2.NoteSequence.TextAnnotation.CHORD_SYMBOL
        for step, symbol in _changes(self._progression):
            sequence.text_annotations.add(time=self._span.seconds_at(step), text=symbol, annotation_type=kind)
        note_seq.BasicChordRenderer(velocity=CHORD_VELOCITY).render(sequence)
        notes = notes_of(sequence)
        lasting: Notes = notes[notes["end_seconds"] > notes["start_seconds"]]
        return np.sort(lasting, order=("start_seconds", "pitch")) if len(lasting) else np.array([], NOTE_DTYPE)


def improv_voice(config: Config, part: PartSpec, length_seconds: float, qpm: float) -> ImprovVoice:
    """A melody that goes on from the primer over the backing chords, which begin again while the piece lasts.

    Raises:
        ValueError: A chord symbol is none, or the primer is none or leaves nothing to compose.
    """
    first_chord = chord_at(part.conditioning, 0) if part.sampling.forbids_senseless else note_seq.NO_CHORD
    opening, span = opening_of(config, part, length_seconds, qpm, _root(config, first_chord))
    return ImprovVoice(config, opening, _progression(config, part.conditioning, span), span)


def _progression(config: Config, conditioning: Conditioning, span: Span) -> Progression:
    """A chord each `steps_per_chord` steps, counted from the beginning of the piece and not of what was heard."""
    for symbol in symbols_of(conditioning):
        _require_chord(config, symbol)
    first, lasts = span.first_step, conditioning.steps_per_chord
    return [(step, chord_at(conditioning, step - first)) for step in range(-(-first % lasts), span.end_step, lasts)]


def _root(config: Config, symbol: str) -> tuple[int, ...]:
    """Its pitch class, with which a melody begins that was given nothing to begin with; any over no chord."""
    _require_chord(config, symbol)
    return PITCH_CLASSES if symbol == note_seq.NO_CHORD else (note_seq.chord_symbols_lib.chord_symbol_root(symbol),)


def _require_chord(config: Config, symbol: str) -> None:
    if symbol == note_seq.NO_CHORD:
        return
    try:
        config.control_inputs(symbol)
        note_seq.chord_symbols_lib.chord_symbol_bass(symbol)
    except (note_seq.ChordSymbolError, note_seq.ChordEncodingError) as error:
        raise ValueError(f"{symbol!r} is no chord symbol; such as C, Am7, F#dim or N.C. are") from error


def _controls(config: Config, opening: Opening, progression: Progression) -> Controls:
    """A chord from the event on that lies at its step; those from before the first event are left out."""
    values = {symbol: config.control_inputs(_transposed(symbol, opening.transposed)) for _, symbol in progression}
    events = [(step - opening.first_step, symbol) for step, symbol in progression]
    begun = max(place for place, (event, _) in enumerate(events) if event <= 0)
    starts = [max(event, 0) for event, _ in events[begun:]]
    return Controls(np.array(starts, np.int32), np.stack([values[symbol] for _, symbol in events[begun:]]))


def _transposed(symbol: str, semitones: int) -> str:
    if symbol == note_seq.NO_CHORD:
        return symbol
    return str(note_seq.chord_symbols_lib.transpose_chord_symbol(symbol, semitones % _OCTAVE))


def _changes(progression: Progression) -> Progression:
    before = [None, *(symbol for _, symbol in progression)]
    return [chord for chord, last in zip(progression, before, strict=False) if chord[1] != last]
