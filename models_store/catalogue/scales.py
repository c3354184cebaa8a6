"""Keys and scales by name, and the pitch classes that they have."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

_OCTAVE: Final = 12

# Pitch classes, 0 for C.
KEYS: Final = {
    "C": 0,
    "C#": 1,
    "Db": 1,
    "D": 2,
    "D#": 3,
    "Eb": 3,
    "E": 4,
    "F": 5,
    "F#": 6,
    "Gb": 6,
    "G": 7,
    "G#": 8,
    "Ab": 8,
    "A": 9,
    "A#": 10,
    "Bb": 10,
    "B": 11,
}
# Semitones above the key.
SCALES: Final = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "harmonic_minor": (0, 2, 3, 5, 7, 8, 11),
    "pentatonic": (0, 2, 4, 7, 9),
    "minor_pentatonic": (0, 3, 5, 7, 10),
    "blues": (0, 3, 5, 6, 7, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "whole_tone": (0, 2, 4, 6, 8, 10),
    "chromatic": tuple(range(_OCTAVE)),
}
DEFAULT_SCALE: Final = "major"
_MINOR_THIRD, _MAJOR_THIRD = 3, 4


def pitch_classes(key: str, scale: str) -> tuple[int, ...]:
    """Of a scale in a key, ascending from C."""
    return tuple(sorted((KEYS[key] + semitones) % _OCTAVE for semitones in SCALES[scale]))


def scale_around(chords: Iterable[Collection[int]]) -> tuple[int, ...]:
    """The major scale that has most of the chords' pitch classes, and those that it lacks.

    Of scales that have as many, it is the lowest; relative minor keys share their notes. Without a chord it is all.
    """
    heard = [pitch_class for chord in chords for pitch_class in chord]
    if not heard:
        return SCALES["chromatic"]
    scales = [{(tonic + semitones) % _OCTAVE for semitones in SCALES["major"]} for tonic in range(_OCTAVE)]
    best = max(scales, key=lambda scale: sum(pitch_class in scale for pitch_class in heard))
    return tuple(sorted(best.union(heard)))


def is_minor(scale: str) -> bool:
    """Whether the chord of the key is a minor one."""
    return _MINOR_THIRD in SCALES[scale] and _MAJOR_THIRD not in SCALES[scale]
