"""The picture of a run's curve."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from worker.training.whole_file import whole_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.training.curves import Point

INCHES = (8.0, 6.0)


def can_plot() -> bool:
    """Whether Matplotlib is installed, which workers that make music do without."""
    return find_spec("matplotlib") is not None


def plot(path: Path, points: Sequence[Point]) -> None:
    """Draws the losses, and below them the learning rate, over events.

    Raises:
        NotWritten: The disk is full or takes no file; the picture before is intact.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=INCHES, layout="constrained")
    losses, rates = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    events = [point.events for point in points]
    losses.plot(events, [point.train for point in points], ".-", label="train")
    losses.plot(events, [point.validation for point in points], ".-", label="validation")
    losses.set_ylabel("nats per event")
    losses.legend()
    rates.plot(events, [point.learning_rate for point in points], ".-", color="grey")
    rates.set(xlabel="events", ylabel="learning rate")
    with whole_file(path) as partial:
        figure.savefig(partial)
