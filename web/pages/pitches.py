"""The pitches that a piece may start on, by name."""

from __future__ import annotations

from typing import Final

# Pitch classes from C, each twelfth MIDI pitch.
_NAMES: Final = ("C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")


def pitch_name(pitch: int) -> str:
    """A MIDI pitch in scientific notation: 60 is C4."""
    return f"{_NAMES[pitch % 12]}{pitch // 12 - 1}"


def pitches_by_octave(lowest: int, highest: int) -> dict[int, list[tuple[int, str]]]:
    """Every pitch from `lowest` to `highest` with its name, below its octave's number."""
    octaves: dict[int, list[tuple[int, str]]] = {}
    for pitch in range(lowest, highest + 1):
        octaves.setdefault(pitch // 12 - 1, []).append((pitch, pitch_name(pitch)))
    return octaves
