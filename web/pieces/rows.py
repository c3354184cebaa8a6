"""Which row of a roll a note is in: the pitches of instruments from high to low, and the drums below them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from web.pieces.score import Score

# Two octaves, so that a piece of three pitches is not three beams.
LEAST_PITCHES: Final = 24
MARGIN: Final = 1


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows from the top; a drum has one if it is played.

    Attributes:
        count: All of them, with a margin at the top, at the bottom, and between pitches and drums.
    """

    count: int
    highest_pitch: int
    drums: dict[int, int]

    @classmethod
    def of(cls, score: Score) -> Self:
        pitches = {note.pitch for voice in score.voices if not voice.is_drum for note in voice.notes}
        drums = sorted({note.pitch for voice in score.voices if voice.is_drum for note in voice.notes}, reverse=True)
        lowest, highest = _range(pitches) if pitches or not drums else (0, -1)
        first_drum = MARGIN + highest - lowest + 1 + (MARGIN if pitches else 0)
        return cls(
            count=first_drum + len(drums) + (MARGIN if drums or not pitches else 0),
            highest_pitch=highest,
            drums={pitch: first_drum + place for place, pitch in enumerate(drums)},
        )

    def row(self, pitch: int, *, is_drum: bool) -> int:
        return self.drums[pitch] if is_drum else MARGIN + self.highest_pitch - pitch


def _range(pitches: set[int]) -> tuple[int, int]:
    """The lowest and the highest that are shown."""
    lowest, highest = min(pitches, default=60), max(pitches, default=60)
    missing = max(0, LEAST_PITCHES - (highest - lowest + 1))
    return lowest - missing // 2, highest + missing - missing // 2
