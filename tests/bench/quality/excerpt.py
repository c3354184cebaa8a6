"""Some bars of music, composed or from a corpus, as one table of notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

# `part` is a number; `role` is the place in ROLES; `chord` has a bit for each pitch class that is in the chord which
# sounds as the note begins, none where that is not known; `start` and `end` are in quarters.
NOTE: Final = np.dtype(
    [
        ("part", "u1"),
        ("role", "u1"),
        ("pitch", "u1"),
        ("velocity", "u1"),
        ("chord", "u2"),
        ("start", "f8"),
        ("end", "f8"),
    ]
)
Notes = NDArray[Any]
Row = tuple[int, int, int, int, int, float, float]

ROLES: Final = ("drums", "bass", "lead", "rhythm")
DRUMS: Final = ROLES.index("drums")
RHYTHM: Final = ROLES.index("rhythm")

QUARTERS_PER_BAR: Final = 4
SIXTEENTHS_PER_QUARTER: Final = 4
SIXTEENTHS_PER_BAR: Final = QUARTERS_PER_BAR * SIXTEENTHS_PER_QUARTER
WINDOW_SECONDS: Final = 30.0
# A window of a corpus in which less happens says nothing of how the corpus sounds.
_FEWEST_NOTES: Final = 8


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some bars.

    Attributes:
        is_free: It was played without a grid, so that nothing is rounded to sixteenths.
    """

    notes: Notes
    length_quarters: float
    qpm: float
    is_free: bool = False

    @property
    def pitched(self) -> Notes:
        notes: Notes = self.notes[self.notes["role"] != DRUMS]
        return notes

    @property
    def starts(self) -> NDArray[np.float64]:
        """In sixteenths."""
        return self._on_grid(self.notes["start"])

    @property
    def lengths(self) -> NDArray[np.float64]:
        """In sixteenths; on the grid at least one."""
        lengths = self._on_grid(self.notes["end"]) - self.starts
        return lengths if self.is_free else np.maximum(lengths, 1.0)

    @property
    def whole_bars(self) -> int:
        return int(self.length_quarters / QUARTERS_PER_BAR + 1e-6)

    def _on_grid(self, quarters: NDArray[np.float64]) -> NDArray[np.float64]:
        sixteenths: NDArray[np.float64] = quarters * SIXTEENTHS_PER_QUARTER
        return sixteenths if self.is_free else np.round(sixteenths)


def table(rows: list[Row]) -> Notes:
    """Rows as NOTE has them, by start, then pitch."""
    return np.sort(np.array(rows, NOTE), order=("start", "pitch"))


def windows(notes: Notes, qpm: float, is_free: bool) -> Iterator[Excerpt]:
    """Pieces of 30 s one after the other from the bar on in which the music begins; shorter music is one as it is."""
    if not len(notes):
        return
    wide = WINDOW_SECONDS * qpm / 60.0
    first = notes["start"].min() // QUARTERS_PER_BAR * QUARTERS_PER_BAR
    length = notes["end"].max() - first
    for place in range(max(1, int(length / wide))):
        begin = first + place * wide
        inside = notes[(notes["start"] >= begin) & (notes["start"] < begin + wide)]
        if len(inside) >= _FEWEST_NOTES:
            yield Excerpt(_moved(inside, begin, wide), min(wide, length), qpm, is_free)


def skyline(notes: Notes) -> Notes:
    """Of notes that begin at the same sixteenth the highest, each at most until the next."""
    if not len(notes):
        return notes
    grid = np.round(notes["start"] * SIXTEENTHS_PER_QUARTER)
    order = np.lexsort((-notes["pitch"].astype(int), grid))
    line = notes[order][np.unique(grid[order], return_index=True)[1]]
    line["end"][:-1] = np.minimum(line["end"][:-1], line["start"][1:])
    return line


def _moved(notes: Notes, begin: float, wide: float) -> Notes:
    moved = notes.copy()
    moved["start"] -= begin
    moved["end"] = np.minimum(notes["end"] - begin, wide)
    return moved
