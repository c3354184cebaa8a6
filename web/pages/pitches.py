"""The pitches, keys and scales that a piece may have, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from models_store.catalogue.scales import DEFAULT_SCALE, KEYS, SCALES

if TYPE_CHECKING:
    from django.utils.functional import Promise

# Pitch classes from C, each twelfth MIDI pitch.
_NAMES: Final = ("C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")
_SCALES: Final[dict[str, str | Promise]] = {
    "major": _("Major"),
    "minor": _("Minor"),
    "harmonic_minor": _("Harmonic minor"),
    "pentatonic": _("Pentatonic"),
    "minor_pentatonic": _("Minor pentatonic"),
    "blues": _("Blues"),
    "dorian": _("Dorian"),
    "phrygian": _("Phrygian"),
    "lydian": _("Lydian"),
    "mixolydian": _("Mixolydian"),
    "whole_tone": _("Whole tone"),
    "chromatic": _("Chromatic"),
}


def pitch_name(pitch: int) -> str:
    """A MIDI pitch in scientific notation: 60 is C4."""
    return f"{_NAMES[pitch % 12]}{pitch // 12 - 1}"


def pitches_by_octave(lowest: int, highest: int) -> dict[int, list[tuple[int, str]]]:
    """Every pitch from `lowest` to `highest` with its name, below its octave's number."""
    octaves: dict[int, list[tuple[int, str]]] = {}
    for pitch in range(lowest, highest + 1):
        octaves.setdefault(pitch // 12 - 1, []).append((pitch, pitch_name(pitch)))
    return octaves


def key_names() -> list[tuple[str, str]]:
    """Every key, and how musicians write it."""
    return [(key, key.replace("#", "♯").replace("b", "♭")) for key in KEYS]


def scale_names() -> list[tuple[str, str | Promise]]:
    """Every scale and its name; the default stands for no wish, and so does nothing."""
    return [("" if scale == DEFAULT_SCALE else scale, _SCALES[scale]) for scale in SCALES]
