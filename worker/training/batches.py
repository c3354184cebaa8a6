"""Stretches of music for truncated back-propagation: each row of a batch plays piece after piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from worker.encodings import Encoded, Encoding

_NOTHING: Final = Encoded.plain(np.zeros(0, np.int32))


@dataclass(slots=True)
class Batch:
    """A stretch of every row, time first.

    Attributes:
        events: [T, B] heard.
        controls: [T, B, C] what is heard with each of them.
        targets: [T, B] classes that follow.
        weight: [T, B] 1.0 where the target counts, 0.0 past a piece's end.
        fresh: [B] True where a piece begins, so that the carried state must be emptied.
    """

    events: NDArray[np.int32]
    controls: NDArray[np.float32]
    targets: NDArray[np.int32]
    weight: NDArray[np.float32]
    fresh: NDArray[np.bool_]

    @classmethod
    def empty(cls, steps: int, rows: int, control_size: int) -> Batch:
        """No event counts, and no piece begins."""
        shape = (steps, rows)
        events, targets = (np.zeros(shape, np.int32) for _ in range(2))
        controls = np.zeros((*shape, control_size), np.float32)
        return cls(events, controls, targets, np.zeros(shape, np.float32), np.zeros(rows, bool))

    def fill(self, row: int, piece: Encoded, start: int) -> int:
        """Writes into a row what of `piece` is heard from `start` on; how many events that is.

        What goes with an event is known before it: it is heard together with the one before.
        """
        heard = piece.part(start, start + len(self.events) + 1)
        count = len(heard) - 1
        self.events[:count, row] = heard.events[:-1]
        self.targets[:count, row], self.controls[:count, row] = heard.classes[1:], heard.controls[1:]
        self.weight[:count, row] = 1.0
        return count


@dataclass(slots=True)
class _Row:
    """Where a row stands: its how-manieth piece, and how far into it. The rest follows from the seed."""

    piece: int = -1
    offset: int = 0
    music: Encoded = _NOTHING


class Batcher:
    """Endless batches over examples in random order, augmented; `position` and `restore` resume it exactly."""

    def __init__(self, encoding: Encoding, examples: list[NDArray[Any]], batch: int, steps: int, seed: int) -> None:
        self._encoding = encoding
        self._examples = examples
        self._steps = steps
        self._seed = seed
        self._control_size = encoding.encode(examples[0]).controls.shape[1]
        # A long piece is as likely as its length, so that every event is heard equally often.
        lengths = np.array([len(example) for example in examples], dtype=np.float64)
        self._likelihood = lengths / lengths.sum()
        self._rows = [_Row() for _ in range(batch)]

    def next(self) -> Batch:
        """The next stretch of every row."""
        batch = Batch.empty(self._steps, len(self._rows), self._control_size)
        for index, row in enumerate(self._rows):
            batch.fresh[index] = self._advance_piece(index, row)
            row.offset += batch.fill(index, row.music, row.offset)
        return batch

    @property
    def position(self) -> NDArray[np.int64]:
        """[B, 2]: what `restore` takes."""
        return np.array([(row.piece, row.offset) for row in self._rows], dtype=np.int64)

    def restore(self, position: NDArray[np.int64]) -> None:
        for index, (row, (piece, offset)) in enumerate(zip(self._rows, position, strict=True)):
            row.piece, row.offset = int(piece), int(offset)
            row.music = self._piece(index, row.piece) if row.piece >= 0 else _NOTHING

    def _advance_piece(self, index: int, row: _Row) -> bool:
        """Takes up a new piece where the old one has no event left to predict; says whether it did."""
        began = False
        while row.offset + 1 >= len(row.music):
            row.piece, row.offset, began = row.piece + 1, 0, True
            row.music = self._piece(index, row.piece)
        return began

    def _piece(self, index: int, piece: int) -> Encoded:
        rng = np.random.default_rng((self._seed, index, piece))
        example = self._examples[rng.choice(len(self._examples), p=self._likelihood)]
        return self._encoding.encode(example, rng)
