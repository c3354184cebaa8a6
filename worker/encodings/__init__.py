"""What the networks read and write, one file an encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence


class Encoding(Protocol):
    """Music as a row of class indices."""

    @property
    def num_classes(self) -> int: ...

    @property
    def input_size(self) -> int: ...

    def examples(self, sequence: NoteSequence) -> list[NDArray[Any]]:
        """What training keeps of one file; empty where it holds nothing for this encoding."""
        ...

    def encode(self, example: NDArray[Any], rng: np.random.Generator | None = None) -> NDArray[np.int32]:
        """Classes of one example, augmented when `rng` is given."""
        ...
