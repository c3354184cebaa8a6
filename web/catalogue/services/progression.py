"""Chords by bars: how they are written, checked, and told to a network that hears one every few steps."""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING, Final

from models_store.catalogue.scales import KEYS, is_minor
from worker.contract.chords import DEFAULT_CHORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

STEPS_PER_BAR: Final = 16
# All of a bar as long as each other, and each of whole quarters.
CHORDS_PER_BAR: Final = (1, 2, 4)
BAR_LINE: Final = "|"
_MINOR_THIRD: Final = 3
_ROOTS: Final = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")


def bars_of(line: str) -> list[str]:
    """The bars of a line such as "C | Am F | G"; where no bar line stands in it, each chord has a bar of its own."""
    written = line.split(BAR_LINE) if BAR_LINE in line else line.split()
    return [" ".join(bar.split()) for bar in written if bar.strip()]


def evenly(bars: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """The chords one after another, each as long as the shortest, and that in steps of a sixteenth."""
    chords = [bar.split() for bar in bars]
    per_bar = lcm(*(len(bar) for bar in chords))
    spread = (chord for bar in chords for chord in bar for _ in range(per_bar // len(bar)))
    return tuple(spread), STEPS_PER_BAR // per_bar


def default_bars(key: str | None, scale: str | None) -> tuple[str, ...]:
    """What is played over where nothing is asked: of a minor scale, the chords of the major key that it shares."""
    if key is None or scale is None:
        return DEFAULT_CHORDS
    root = KEYS[key] + (_MINOR_THIRD if is_minor(scale) else 0)
    return tuple(_moved(chord, root) for chord in DEFAULT_CHORDS)


def symbol(semitones: int, quality: str) -> str:
    """The chord on a pitch class, 0 for C, such as "Am"."""
    return _ROOTS[semitones % len(_ROOTS)] + quality


def _moved(chord: str, semitones: int) -> str:
    return symbol(_ROOTS.index(chord[0]) + semitones, chord[1:])
