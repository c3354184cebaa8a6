"""The bounds of every option: for the API and its document, the admin, the page and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """An inclusive range, and the step in which a form moves through it."""

    minimum: float
    maximum: float
    step: float


@dataclass(frozen=True, slots=True)
class WholeLimits:
    """An inclusive range of whole numbers."""

    minimum: int
    maximum: int


LENGTH_SECONDS: Final = Limits(5, 180, step=1)
TEMPERATURE: Final = Limits(0.1, 2.0, step=0.1)
# The keys of a piano, A0 to C8, as MIDI pitches.
START_PITCH: Final = WholeLimits(21, 108)
SEED: Final = WholeLimits(0, 2**31 - 1)
PITCH: Final = WholeLimits(0, 127)
# Semitones from the lowest to the highest pitch of a part, so that each key has a note of every degree.
NARROWEST_REGISTER: Final = 11
PITCH_CLASS: Final = WholeLimits(0, 11)
OCTAVES: Final = WholeLimits(-4, 4)
PROGRAM: Final = WholeLimits(0, 127)
QPM: Final = Limits(20, 300, step=1)
TOP_P: Final = Limits(0.1, 1.0, step=0.05)
# Notes per second, which networks tell apart from below 1 to above 64.
DENSITY: Final = Limits(0.5, 64, step=0.5)
# As many bars as the longest piece has at the highest tempo, and some.
BARS: Final = WholeLimits(1, 256)
# Of a motif that was played for a piece to begin from.
MOTIF_NOTES: Final = WholeLimits(1, 64)
VARIATIONS: Final = WholeLimits(1, 8)
