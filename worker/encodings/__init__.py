"""What the networks read and write, one file an encoding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence


@dataclass(frozen=True, slots=True)
class Encoded:
    """Music as a network learns it, a row for each of T events.

    Attributes:
        events: [T], as the network's graph hears them (`worker.networks.encoders`).
        classes: [T], by which the network says them.
        controls: [T, C], what it hears beside the event before: chords, or wishes. C is 0 for most.
    """

    events: NDArray[np.int32]
    classes: NDArray[np.int32]
    controls: NDArray[np.float32]

    @classmethod
    def plain(cls, classes: NDArray[np.int32]) -> Self:
        """Where an event is a class, and nothing else is heard."""
        return cls(classes, classes, np.zeros((len(classes), 0), np.float32))

    def __len__(self) -> int:
        return len(self.events)

    def part(self, start: int, end: int) -> Encoded:
        """Events `start` to `end`, or as many as there are."""
        return Encoded(self.events[start:end], self.classes[start:end], self.controls[start:end])


class Reading(Protocol):
    """What is kept of a file."""

    def examples(self, sequence: NoteSequence) -> list[NDArray[Any]]:
        """Arrays, one for each piece or part; empty where the file holds nothing of the kind."""
        ...


class Encoding(Reading, Protocol):
    """From a file to what a network learns."""

    def encode(self, example: NDArray[Any], rng: np.random.Generator | None = None, /) -> Encoded:
        """One example, augmented when `rng` is given."""
        ...
