"""Two ways in which the learning rate falls."""

from __future__ import annotations

from typing import Literal

from worker.training.optimizer import FLOOR, WARMUP_UPDATES, learning_rate

Schedule = Literal["cosine", "plateau"]


def scheduled(schedule: Schedule, *, progress: float, update: int, plateaus: int, peak: float) -> float:
    """The rate at `progress` 0-1 of a run: by half a cosine, or half as high after each plateau.

    Both begin with a linear rise and end no lower than at 3 % of `peak`.
    """
    if schedule == "cosine":
        return learning_rate(progress, update, peak)
    return peak * max(FLOOR, 0.5**plateaus) * min(1.0, update / WARMUP_UPDATES)
