"""What a simulation has seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
STEP_SECONDS: Final = 0.25


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of a simulated time.

    Attributes:
        waits: Seconds between arrival and a place, for how many jobs, and at what step they were given it.
        rounds: The clock of rounds, at the end of each step.
        workers: That take jobs, at each step.
        jobs: Queued and running, at each step.
        worker_seconds: Paid for, from a worker's start to its end.
    """

    waits: Array
    rounds: Array
    workers: Array
    jobs: Array
    arrived: int
    refused: int
    handed_back: int
    worker_seconds: float
