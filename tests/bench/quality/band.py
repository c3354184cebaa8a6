"""Whether the parts of a band fit together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from tests.bench.quality.excerpt import ROLES, SIXTEENTHS_PER_QUARTER, Excerpt
from tests.bench.quality.keys import key_of, signature_of

# How many fit, of how many.
Count = tuple[int, int]

_STRONG_SIXTEENTHS: Final = 2 * SIXTEENTHS_PER_QUARTER
_IN_CHORD: Final = (ROLES.index("bass"), ROLES.index("lead"))
# A sixty-fourth note.
_ON_GRID_SIXTEENTHS: Final = 0.25
# Of fewer notes no key is heard.
_FEWEST_NOTES: Final = 8


def in_chord(excerpt: Excerpt) -> Count:
    """Notes of bass and lead on the first and third beat, where a chord is known; those that belong to it fit."""
    notes, starts = excerpt.notes, np.round(excerpt.notes["start"] * SIXTEENTHS_PER_QUARTER)
    asked = notes[np.isin(notes["role"], _IN_CHORD) & (starts % _STRONG_SIXTEENTHS == 0) & (notes["chord"] > 0)]
    return int((asked["chord"] >> (asked["pitch"] % 12) & 1).sum()), len(asked)


def on_grid(excerpt: Excerpt) -> Count:
    """Notes of all parts; those fit that begin within a sixty-fourth of a sixteenth's place."""
    places = excerpt.notes["start"] * SIXTEENTHS_PER_QUARTER
    return int((np.abs(places - np.round(places)) <= _ON_GRID_SIXTEENTHS).sum()), len(places)


def in_key(excerpt: Excerpt) -> Count:
    """Pitched parts; those fit in which the whole piece's key is heard, or its relative."""
    notes = excerpt.pitched
    parts = [notes[notes["part"] == part] for part in np.unique(notes["part"])]
    asked = [part for part in parts if len(part) >= _FEWEST_NOTES]
    return sum(signature_of(key_of(part)) == signature_of(key_of(notes)) for part in asked), len(asked)


MEASURES: Final[dict[str, Callable[[Excerpt], Count]]] = {
    "strong beats of bass and lead in the chord": in_chord,
    "onsets on the grid of sixteenths": on_grid,
    "parts in the key of the piece": in_key,
}


def share(measure: Callable[[Excerpt], Count], excerpts: Sequence[Excerpt]) -> float:
    """Of all excerpts together; 0 where there was nothing to count."""
    counts = np.array([measure(excerpt) for excerpt in excerpts]).reshape(-1, 2).sum(axis=0)
    return float(counts[0] / max(1, counts[1]))
