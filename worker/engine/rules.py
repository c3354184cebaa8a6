"""By which rules a row's events are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Rules:
    """Of one row.

    Attributes:
        allowed: [outputs], which of the network's outputs may be chosen; None for all.
        top_k: Only so many of the likeliest; 0 for all.
        top_p: Only the likeliest that together have this probability; 1 for all.
        forbids_senseless: Nothing is ended that does not sound, a performance does not fall silent for long, and a
            melody's notes on strong beats belong to their chord.
    """

    temperature: float = 1.0
    allowed: NDArray[np.bool_] | None = None
    top_k: int = 0
    top_p: float = 1.0
    forbids_senseless: bool = False

    @property
    def filters(self) -> bool:
        return self.top_k > 0 or self.top_p < 1.0


def stacked(rules: list[Rules], rows: int, outputs: int) -> dict[str, NDArray[Any]]:
    """Arrays [rows, ...] by name; rows beyond those of `rules` draw freely."""
    everything = np.ones(outputs, np.bool_)
    padded = rules + [Rules()] * (rows - len(rules))
    return {
        "temperature": np.array([row.temperature for row in padded], np.float32),
        "allowed": np.stack([everything if row.allowed is None else row.allowed for row in padded]),
        "top_k": np.array([row.top_k or outputs for row in padded], np.int32),
        "top_p": np.array([row.top_p for row in padded], np.float32),
        "forbids_senseless": np.array([row.forbids_senseless for row in padded]),
    }
