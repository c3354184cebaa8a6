"""The chords that a part is played over, which begin again while the piece lasts."""

from __future__ import annotations

from typing import Final

from worker.contract.chords import DEFAULT_CHORDS
from worker.contract.part_spec import Conditioning

# Of the grid on which chords change.
STEPS_PER_QUARTER: Final = 4


def symbols_of(conditioning: Conditioning) -> tuple[str, ...]:
    return conditioning.backing_chords or DEFAULT_CHORDS


def chord_at(conditioning: Conditioning, step: int) -> str:
    """The symbol that holds at a step of the piece; what was heard before its beginning went round likewise."""
    symbols = symbols_of(conditioning)
    return symbols[step // conditioning.steps_per_chord % len(symbols)]
