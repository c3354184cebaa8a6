"""A run's curve: a point each time validation was looked at, as lines, as a picture and for TensorBoard."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from worker.training.curve_plot import can_plot, plot
from worker.training.event_files import EventFiles
from worker.training.whole_file import whole_file

LINES: Final = "curve.jsonl"
PICTURE: Final = "curve.png"


@dataclass(frozen=True, slots=True)
class Point:
    """One look at validation.

    Attributes:
        events: Learnt from so far.
        train: Mean loss since the look before, in nats per event.
        validation: Loss in nats per event.
        events_per_second: Learnt from since the look before.
    """

    events: int
    train: float
    validation: float
    events_per_second: int
    learning_rate: float = float("nan")

    @property
    def line(self) -> str:
        return json.dumps(asdict(self))

    @property
    def scalars(self) -> dict[str, float]:
        """By TensorBoard's names."""
        return {
            "loss/train": self.train,
            "loss/validation": self.validation,
            "run/learning_rate": self.learning_rate,
            "run/events_per_second": self.events_per_second,
        }


class Curve:
    """The curve in a run's folder, each point once."""

    def __init__(self, out: Path, events: int) -> None:
        """Keeps of an earlier run's points those up to `events`: the others are about to come again."""
        self._out = out
        self._points = [point for point in _read(out / LINES) if point.events <= events]
        self._event_files = EventFiles(out)
        for point in self._points:
            self._event_files.add(point.events, point.scalars)
        self._plots = can_plot()
        if not self._plots:
            print(f"no {PICTURE} without Matplotlib: python -m pip install matplotlib", file=sys.stderr)

    def add(self, point: Point) -> None:
        """Writes it to all three.

        Raises:
            NotWritten: The disk is full or takes no file.
        """
        self._points.append(point)
        with whole_file(self._out / LINES) as partial:
            partial.write_text("".join(f"{kept.line}\n" for kept in self._points))
        if self._plots:
            plot(self._out / PICTURE, self._points)
        self._event_files.add(point.events, point.scalars)


def _read(path: Path) -> list[Point]:
    return [Point(**json.loads(line)) for line in path.read_text().splitlines()] if path.exists() else []
