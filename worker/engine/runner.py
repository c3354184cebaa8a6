"""What the engine asks of a network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from worker.engine.rules import Rules

# A forced event that begins with this value leaves the choice to the network.
SAMPLE: Final = -1
Event = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Joining:
    """A row that begins: the event it has heard, and its rules."""

    first: Event
    rules: Rules


@dataclass(frozen=True, slots=True)
class Call:
    """One call for all rows.

    Attributes:
        forced: [rows, steps, event_size], events or `SAMPLE`.
        noise: [rows, steps, draws], uniform numbers of [0, 1).
        controls: For each row the starts [segments] and values [segments, size] of its controls; empty without.
    """

    forced: NDArray[np.int32]
    noise: NDArray[np.float32]
    controls: list[tuple[NDArray[Any], NDArray[Any]]]


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of a call.

    Attributes:
        events: [rows, steps, event_size].
        log_likelihood: [rows, steps], nats, of what was sampled; 0 for what was forced.
        sound: [rows, steps], False from where on a row's numbers are not finite.
    """

    events: NDArray[np.int32]
    log_likelihood: NDArray[np.float32]
    sound: NDArray[np.bool_]


class Runner(Protocol):
    """A network with the state of the rows it runs; the engine's thread alone uses it."""

    @property
    def slots(self) -> int:
        """Most rows of one call."""
        ...

    @property
    def steps(self) -> int:
        """Events decided in one call; a call of one is possible too."""
        ...

    @property
    def event_size(self) -> int: ...

    @property
    def draws(self) -> int:
        """Uniform numbers that one event takes."""
        ...

    @property
    def segments(self) -> int:
        """Controls a row can be told of at once; 0 where it hears none."""
        ...

    def arrange(self, rows: list[int | Joining], rules: list[Rules]) -> None:
        """Sets the rows: each goes on from a row of the last call, which several may do, or joins."""
        ...

    def step(self, call: Call) -> Decided: ...

    def reset(self) -> None:
        """Forgets all rows, after a call that failed."""
        ...
