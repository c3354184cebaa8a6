"""Chords below a line: which tones sound at each of its notes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Self

import note_seq

from worker.composing.arranging.heard import OCTAVE
from worker.composing.voices.progression import STEPS_PER_QUARTER, chord_at, symbols_of
from worker.contract.chords import NO_CHORD
from worker.contract.part_spec import Conditioning, Voicing

# Of a step: a note may come out a little before that on which it begins.
_ROUNDING: Final = 1e-6
# Above the root, the likeliest first.
_FIFTHS: Final = (7, 6, 8)


@lru_cache(maxsize=1024)
def chord_classes(symbol: str) -> tuple[int, ...]:
    """The chord's pitch classes; of no chord none.

    Raises:
        ValueError: The symbol means nothing.
    """
    if symbol == NO_CHORD:
        return ()
    try:
        return tuple(note_seq.chord_symbols_lib.chord_symbol_pitches(symbol))
    except note_seq.ChordSymbolError as error:
        raise ValueError(f"{symbol!r} is no chord symbol") from error


@lru_cache(maxsize=1024)
def fifth_classes(symbol: str) -> tuple[int, ...]:
    """The pitch classes of the chord's root and fifth, which may be diminished or augmented; the root, if it has none.

    Raises:
        ValueError: The symbol means nothing.
    """
    classes = chord_classes(symbol)
    if not classes:
        return ()
    root = note_seq.chord_symbols_lib.chord_symbol_root(symbol)
    fifths = [(root + semitones) % OCTAVE for semitones in _FIFTHS]
    return (root, *[fifth for fifth in fifths if fifth in classes][:1])


def voiced(classes: Iterable[int], highest: int) -> list[int]:
    """The MIDI pitches of a chord within the octave that ends with `highest`, ascending."""
    pitches = {highest - (highest - pitch_class) % OCTAVE for pitch_class in classes}
    return sorted(pitch for pitch in pitches if pitch >= 0)


@dataclass(frozen=True, slots=True)
class Chords:
    """The progression that a part plays, and how much of its chords."""

    conditioning: Conditioning
    voicing: Voicing
    step_seconds: float

    @classmethod
    def of(cls, conditioning: Conditioning, voicing: Voicing, qpm: float) -> Self:
        """The chords of a part at a tempo.

        Raises:
            ValueError: A symbol means nothing.
        """
        for symbol in symbols_of(conditioning):
            chord_classes(symbol)
        return cls(conditioning, voicing, 60.0 / qpm / STEPS_PER_QUARTER)

    def below(self, pitch: int, seconds: float) -> list[int]:
        """The chord that sounds then, voiced below a line's `pitch`; the line itself where there is no chord."""
        step = math.floor(seconds / self.step_seconds + _ROUNDING)
        classes = fifth_classes if self.voicing == "fifths" else chord_classes
        return voiced(classes(chord_at(self.conditioning, step)), pitch) or [pitch]
