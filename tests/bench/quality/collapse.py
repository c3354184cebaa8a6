"""Pieces that got stuck or fell silent."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np

from tests.bench.quality.excerpt import SIXTEENTHS_PER_BAR, Excerpt

SILENT_SECONDS: Final = 4.0
REPEATED_BARS: Final = 8
_ONE_PITCH_SHARE: Final = 0.9


def has_collapsed(excerpt: Excerpt) -> bool:
    """Whether it hangs on one pitch, has one bar over and over, or is silent for long."""
    return hangs_on_one_pitch(excerpt) or repeats_one_bar(excerpt) or falls_silent(excerpt)


def hangs_on_one_pitch(excerpt: Excerpt) -> bool:
    """Nine of ten notes are the same one."""
    counts = np.bincount(excerpt.notes["pitch"], minlength=1)
    return bool(counts.max() >= _ONE_PITCH_SHARE * counts.sum())


def repeats_one_bar(excerpt: Excerpt) -> bool:
    """Eight bars or more in a row that are not empty have the same notes at the same sixteenths."""
    bars: list[set[tuple[int, int]]] = [set() for _ in range(excerpt.whole_bars)]
    for begun, pitch in zip(excerpt.starts, excerpt.notes["pitch"].tolist(), strict=True):
        number, place = divmod(int(begun), SIXTEENTHS_PER_BAR)
        if number < len(bars):
            bars[number].add((place, pitch))
    row = 1
    for last, bar in pairwise(bars):
        row = row + 1 if bar and bar == last else 1
        if row >= REPEATED_BARS:
            return True
    return False


def falls_silent(excerpt: Excerpt) -> bool:
    """No note of any part sounds for four seconds, the beginning and the end of the piece among them."""
    notes = np.sort(excerpt.notes, order="start")
    reached = np.concatenate(((0.0,), np.maximum.accumulate(notes["end"])))
    begins = np.concatenate((notes["start"], (excerpt.length_quarters,)))
    return bool((begins - reached).max() * 60.0 / excerpt.qpm >= SILENT_SECONDS)
