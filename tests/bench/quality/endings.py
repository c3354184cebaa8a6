"""Whether a piece ends rather than breaks off."""

from __future__ import annotations

from typing import Final

import numpy as np

from tests.bench.quality.excerpt import QUARTERS_PER_BAR, Excerpt, Notes
from tests.bench.quality.keys import key_of
from worker.composing.arranging.key import Key

# A sixteenth of a quarter.
_TOGETHER_QUARTERS: Final = 1 / 16
_HELD_QUARTERS: Final = 1.0


def ends_well(excerpt: Excerpt, key: Key | None = None) -> bool:
    """Whether the last pitched notes are the tonic's chord on the tonic or the tonic alone, held from a bar line.

    Args:
        excerpt: The whole piece.
        key: That of the piece; where it is None, the one that is heard in what comes before.
    """
    notes = excerpt.pitched
    if not len(notes):
        return False
    last = notes["start"].max()
    before, closing = notes[notes["start"] < last - _TOGETHER_QUARTERS], notes[notes["end"] > last]
    return is_held(closing, excerpt) and is_tonic(closing, key or key_of(before))


def is_tonic(closing: Notes, key: Key) -> bool:
    pitches = np.sort(closing["pitch"] % 12)
    return bool(np.isin(pitches, key.triad).all() and closing["pitch"].min() % 12 == key.tonic)


def is_held(closing: Notes, excerpt: Excerpt) -> bool:
    """All begin on one bar line, last a quarter at least, and sound on within the piece's last bar."""
    bars = closing["start"] / QUARTERS_PER_BAR
    on_line = np.ptp(closing["start"]) <= _TOGETHER_QUARTERS and np.abs(bars - np.round(bars)).max() <= 1 / 64
    ends = closing["end"]
    lasts = (ends - closing["start"] >= _HELD_QUARTERS).all()
    return bool(on_line and lasts and (ends >= excerpt.length_quarters - QUARTERS_PER_BAR).all())
