"""What a worker of one core spends, as it was measured: on calls by their rows, on joining, on a job's messages."""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Self

# Of equally likely pieces, from those with the fewest events on.
PIECES: Final = 8
MEASURED: Final = Path(__file__).with_name("costs.json")
STEPS: Final = 16


@dataclass(frozen=True, slots=True)
class NetworkCosts:
    """Of one network.

    Attributes:
        events_per_music_second: How many events a second of its music has, of pieces that are equally likely.
        rows: Row counts that have graphs of their own, ascending; a call of fewer rows costs as much as one of them.
        bare_seconds: Of the graph's call alone, for each of `rows`.
        call_seconds: From call to call in an engine whose pieces tell their notes to Redis, for each of `rows`.
        join_seconds: What it takes more when a row joins or leaves, for each of `rows`.
    """

    events_per_music_second: tuple[float, ...]
    rows: tuple[int, ...]
    bare_seconds: tuple[float, ...]
    call_seconds: tuple[float, ...]
    join_seconds: tuple[float, ...]

    def calls(self, length_seconds: float, piece: int) -> int:
        """How many a piece takes, the `piece`-th of those that are equally likely."""
        return max(1, math.ceil(self.events_per_music_second[piece] * length_seconds / STEPS))

    def seconds(self, rows: int) -> float:
        """Of one call; the graph costs by its row count, what Python does with the rows by how many there are."""
        if not rows:
            return 0.0
        place = self._place(rows)
        around = max(0.0, self.call_seconds[place] - self.bare_seconds[place])
        return self.bare_seconds[place] + around * min(1.0, rows / self.rows[place])

    def changed_seconds(self, rows: int) -> float:
        """What a call takes more when others are in it than in the last."""
        return self.join_seconds[self._place(rows)] if rows else 0.0

    def _place(self, rows: int) -> int:
        return min(bisect_left(self.rows, rows), len(self.rows) - 1)


@dataclass(frozen=True, slots=True)
class Costs:
    """Of one machine.

    Attributes:
        start_seconds: From a worker's process to its first heartbeat.
        job_seconds: What a job takes of the core but for its music: messages, journal, files.
    """

    machine: str
    start_seconds: float
    job_seconds: float
    networks: dict[str, NetworkCosts]

    @classmethod
    def read(cls, path: Path = MEASURED) -> Self:
        data = json.loads(path.read_text())
        return cls(**data | {"networks": {name: _network(costs) for name, costs in data["networks"].items()}})

    def write(self, path: Path = MEASURED) -> None:
        path.write_text(json.dumps(asdict(self), indent=1) + "\n")


def _network(data: dict[str, list[Any]]) -> NetworkCosts:
    return NetworkCosts(**{name: tuple(values) for name, values in data.items()})
