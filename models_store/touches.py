"""How drummers strike: tables of loudness and timing, one JSON file each with a card beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Self

from models_store.models import ModelUnavailable

TOUCHES: Final = Path(__file__).parent / "touches"


@dataclass(frozen=True, slots=True)
class Feel:
    """Loudness or timing: which values there are, and what of a hit's luck it shares with which others.

    Luck is a standard normal number; its shares are variances, 0-1, and what they leave of 1 is the hit's own.

    Attributes:
        quantiles: By drum type, then by the sixteenth of a bar, the values at the table's probabilities.
        take: What all hits of a take share.
        drum: What those of one drum share besides.
        place: What all drums share at one sixteenth of every bar.
        habit: What one drum shares there besides.
        drift: What all drums share at a moment, and in part soon after it.
        carry: Which part, 0-1, of the drift is left a sixteenth later.
    """

    quantiles: tuple[tuple[tuple[float, ...], ...], ...]
    take: float
    drum: float
    place: float
    habit: float
    drift: float
    carry: float

    @property
    def own(self) -> float:
        return max(0.0, 1.0 - self.take - self.drum - self.place - self.habit - self.drift)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        quantiles = tuple(tuple(tuple(cell) for cell in drum) for drum in data["quantiles"])
        return cls(**{**data, "quantiles": quantiles})


@dataclass(frozen=True, slots=True)
class TouchTable:
    """Of Magenta's nine drum types.

    Attributes:
        probabilities: Ascending, between 0 and 1, at which the quantiles are taken.
        velocity: MIDI velocities, 1-127.
        offset: How much later than the sixteenth a hit comes, -0.5 to 0.5 of a sixteenth.
    """

    probabilities: tuple[float, ...]
    velocity: Feel
    offset: Feel

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        feels = (Feel.from_json(data[name]) for name in ("velocity", "offset"))
        return cls(tuple(data["probabilities"]), *feels)


@cache
def load_touch(name: str) -> TouchTable:
    """A table by name, read once.

    Raises:
        ModelUnavailable: There is none of that name; the message names those there are.
    """
    paths = {path.stem: path for path in TOUCHES.glob("*.json")}
    if name not in paths:
        raise ModelUnavailable(f"no touch {name!r}; there are: {', '.join(sorted(paths)) or 'none'}")
    return TouchTable.from_json(json.loads(paths[name].read_text()))
