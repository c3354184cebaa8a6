"""Stretches of music for truncated back-propagation: each row of a batch plays piece after piece."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from worker.encodings import Encoding


@dataclass(slots=True)
class Batch:
    """A stretch of every row, time first.

    Attributes:
        events: [T, B] classes heard.
        targets: [T, B] classes that follow.
        weight: [T, B] 1.0 where the target counts, 0.0 past a piece's end.
        positions: [B] events of its piece the row heard before.
        fresh: [B] True where a piece begins, so that the carried state must be emptied.
    """

    events: NDArray[np.int32]
    targets: NDArray[np.int32]
    weight: NDArray[np.float32]
    positions: NDArray[np.int32]
    fresh: NDArray[np.bool_]


@dataclass(slots=True)
class _Row:
    """Where a row stands: its how-manieth piece, and how far into it. The rest follows from the seed."""

    piece: int = -1
    offset: int = 0
    events: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))


class Batcher:
    """Endless batches over examples in random order, augmented; `position` and `restore` resume it exactly."""

    def __init__(self, encoding: Encoding, examples: list[NDArray[Any]], batch: int, steps: int, seed: int) -> None:
        self._encoding = encoding
        self._examples = examples
        self._steps = steps
        self._seed = seed
        # A long piece is as likely as its length, so that every event is heard equally often.
        lengths = np.array([len(example) for example in examples], dtype=np.float64)
        self._likelihood = lengths / lengths.sum()
        self._rows = [_Row() for _ in range(batch)]

    def next(self) -> Batch:
        """The next stretch of every row."""
        batch = len(self._rows)
        events, targets = (np.zeros((self._steps, batch), np.int32) for _ in range(2))
        weight = np.zeros((self._steps, batch), np.float32)
        positions, fresh = np.zeros(batch, np.int32), np.zeros(batch, bool)
        for index, row in enumerate(self._rows):
            fresh[index] = self._advance_piece(index, row)
            positions[index] = row.offset
            stretch = row.events[row.offset : row.offset + self._steps + 1]
            count = len(stretch) - 1
            events[:count, index], targets[:count, index] = stretch[:-1], stretch[1:]
            weight[:count, index] = 1.0
            row.offset += count
        return Batch(events, targets, weight, positions, fresh)

    @property
    def position(self) -> NDArray[np.int64]:
        """[B, 2]: what `restore` takes."""
        return np.array([(row.piece, row.offset) for row in self._rows], dtype=np.int64)

    def restore(self, position: NDArray[np.int64]) -> None:
        for index, (row, (piece, offset)) in enumerate(zip(self._rows, position, strict=True)):
            row.piece, row.offset = int(piece), int(offset)
            row.events = self._piece(index, row.piece) if row.piece >= 0 else np.zeros(0, np.int32)

    def _advance_piece(self, index: int, row: _Row) -> bool:
        """Takes up a new piece where the old one has no event left to predict; says whether it did."""
        began = False
        while row.offset + 1 >= len(row.events):
            row.piece, row.offset, began = row.piece + 1, 0, True
            row.events = self._piece(index, row.piece)
        return began

    def _piece(self, index: int, piece: int) -> NDArray[np.int32]:
        rng = np.random.default_rng((self._seed, index, piece))
        example = self._examples[rng.choice(len(self._examples), p=self._likelihood)]
        return self._encoding.encode(example, rng)
