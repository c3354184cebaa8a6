"""Tiny pieces for the measures to be held against."""

from __future__ import annotations

from collections.abc import Sequence

from tests.bench.quality.excerpt import ROLES, Excerpt, Notes, table


def line(
    pitches: Sequence[int], quarters: float = 1.0, begin: float = 0.0, role: str = "lead", chord: int = 0, part: int = 0
) -> Notes:
    """One note after the other, each so many quarters long."""
    return table(
        [
            (part, ROLES.index(role), pitch, 80, chord, begin + place * quarters, begin + (place + 1) * quarters)
            for place, pitch in enumerate(pitches)
        ]
    )


def excerpt(notes: Notes, bars: int, is_free: bool = False) -> Excerpt:
    """In common time at 120, so that a bar lasts two seconds."""
    return Excerpt(notes, 4.0 * bars, 120.0, is_free)
