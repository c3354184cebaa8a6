"""Plots of a run's curve, for an SVG that says all by attributes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from web.pieces.roll_svg import COLOURS
from web.training.curve import best

if TYPE_CHECKING:
    from collections.abc import Sequence

    from web.training.curve import Point

WIDTH: Final = 720
_LEFT: Final = 64
_RIGHT: Final = 16
_TOP: Final = 28
_BOTTOM: Final = 44
_LOSS_HEIGHT: Final = 320
_RATE_HEIGHT: Final = 170
_TICKS: Final = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to places on the picture.

    Attributes:
        low: A multiple of `step`, as are the values that are written beside the scale.
    """

    low: float
    high: float
    step: float
    start: float
    end: float

    @classmethod
    def over(cls, values: Sequence[float], start: float, end: float) -> Scale:
        """Over round numbers that hold all values between them."""
        least, most = _bounds(values)
        step = _round_step(most - least)
        return cls(math.floor(least / step) * step, math.ceil(most / step) * step, step, start, end)

    @classmethod
    def up_to(cls, most: float, start: float, end: float) -> Scale:
        """From zero to that very value."""
        return cls(0.0, most, _round_step(most), start, end)

    def at(self, value: float) -> float:
        return round(self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start), 1)

    @property
    def ticks(self) -> list[Tick]:
        count = math.floor((self.high - self.low) / self.step + 1e-6)
        values = (self.low + place * self.step for place in range(count + 1))
        return [Tick(self.at(value), _short(round(value, 12))) for value in values]


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a plot.

    Attributes:
        dashes: As `stroke-dasharray` has them, so that colour is not all that tells lines apart.
        path: As `d` has it.
        legend_x: Where its name begins.
    """

    name: str
    colour: str
    dashes: str
    path: str
    legend_x: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Where one value is."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Plot:
    """Lines over events; `summary` says in words what they show."""

    title: str
    summary: str
    height: int
    x: Scale
    y: Scale
    lines: list[Line]
    mark: Mark | None = None

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def floor(self) -> float:
        return self.y.start

    @property
    def left(self) -> float:
        return self.x.start

    @property
    def right(self) -> float:
        return self.x.end


def loss_plot(points: Sequence[Point]) -> Plot:
    lowest = best(points)
    x = _events(points)
    y = _upwards([loss for point in points for loss in (point.train, point.validation)], _LOSS_HEIGHT)
    validation = [(x.at(point.events), y.at(point.validation)) for point in points]
    train = [(x.at(point.events), y.at(point.train)) for point in points]
    lines = [
        Line("validation", COLOURS[4], "none", _path(validation), _LEFT),
        Line("train", COLOURS[1], "6 4", _path(train), _LEFT + 120),
    ]
    summary = f"Validation at its best: {lowest.validation:g} after {lowest.events:,} events."
    mark = Mark(x.at(lowest.events), y.at(lowest.validation))
    return Plot("Loss, nats per event", summary, _LOSS_HEIGHT, x, y, lines, mark)


def rate_plot(points: Sequence[Point]) -> Plot | None:
    """None where the curve tells no learning rate."""
    rates = [(point.events, point.learning_rate) for point in points if point.learning_rate is not None]
    if not rates:
        return None
    x, y = _events(points), _upwards([0.0, *(rate for _, rate in rates)], _RATE_HEIGHT)
    path = _path([(x.at(events), y.at(rate)) for events, rate in rates])
    summary = f"From {rates[0][1]:.3g} to {rates[-1][1]:.3g}."
    line = Line("learning rate", COLOURS[2], "none", path, _LEFT)
    return Plot("Learning rate", summary, _RATE_HEIGHT, x, y, [line])


def _events(points: Sequence[Point]) -> Scale:
    return Scale.up_to(points[-1].events, _LEFT, WIDTH - _RIGHT)


def _upwards(values: Sequence[float], height: int) -> Scale:
    return Scale.over(values, height - _BOTTOM, _TOP)


def _path(places: Sequence[tuple[float, float]]) -> str:
    """A single place is a dot: a line of no length with round ends."""
    drawn = "L".join(f"{x} {y}" for x, y in places)
    return f"M{drawn}h0"


def _round_step(span: float) -> float:
    """One, two or five of some power of ten, of which `span` has five at most."""
    power = 10.0 ** math.floor(math.log10(span / _TICKS))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor * _TICKS >= span)


def _bounds(values: Sequence[float]) -> tuple[float, float]:
    """The least and the most, apart even where all are one."""
    least, most = min(values), max(values)
    return (least, most) if most > least else (least - (abs(least) / 2 or 1), most + (abs(most) / 2 or 1))


def _short(value: float) -> str:
    """Thousands and millions by one letter."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:g} {letter}"
    return f"{value:g}"
