"""What a network is asked for besides its own events, and from when on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from worker.encodings.performance import TIME_SHIFT, VELOCITY
from worker.engine.runner import Event


@dataclass(frozen=True, slots=True)
class Controls:
    """Segments of a piece, each with its control.

    Attributes:
        starts: [N], ascending from 0, on the config's clock: events heard for melodies, time steps for performances.
        values: [N, size], as the network is given them.
        is_timed: Whether the clock counts time steps.
    """

    starts: NDArray[np.int32]
    values: NDArray[np.float32]
    is_timed: bool = False

    def steps_of(self, event: Event) -> int:
        """By how much an event moves the clock."""
        if not self.is_timed:
            return 1
        return event[0] - TIME_SHIFT + 1 if TIME_SHIFT <= event[0] < VELOCITY else 0

    def window(self, clock: int, segments: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """`segments` starts and values from the one that holds at `clock` on; the last is repeated at the end."""
        first = max(int(np.searchsorted(self.starts, clock, side="right")) - 1, 0)
        places = np.minimum(np.arange(first, first + segments), len(self.starts) - 1)
        return self.starts[places], self.values[places]
