"""What the networks read and write, one file an encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence


class Encoding(Protocol):
    """Music as a row of class indices; a network hears the last one as a one-hot, then a binary step counter."""

    @property
    def num_classes(self) -> int: ...

    @property
    def counter_bits(self) -> int:
        """Bits of the counter, which says -1 or 1 for each bit of the number of events heard; 0 for none."""
        ...

    def examples(self, sequence: NoteSequence) -> list[NDArray[Any]]:
        """What training keeps of one file; empty where it holds nothing for this encoding."""
        ...

    def encode(self, example: NDArray[Any], rng: np.random.Generator | None = None, /) -> NDArray[np.int32]:
        """Classes of one example, augmented when `rng` is given."""
        ...
