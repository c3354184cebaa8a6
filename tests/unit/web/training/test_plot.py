"""A curve is drawn between round numbers, whatever its values are."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.unit.web.training.builders import POINTS, curve
from web.training.curve import Point, read_curve
from web.training.plot import Scale, loss_plot, rate_plot


def points(*changes: dict[str, Any]) -> list[Point]:
    return [Point(**{**point, **change}) for point, change in zip(POINTS, changes, strict=False)]


def labels(scale: Scale) -> list[str]:
    return [tick.label for tick in scale.ticks]


def test_scales_are_written_at_round_numbers() -> None:
    plot = loss_plot(read_curve(curve()))
    assert labels(plot.x) == ["0", "1 M", "2 M", "3 M"]
    assert labels(plot.y) == ["1", "1.5", "2", "2.5"]


def test_events_are_drawn_up_to_the_last_one() -> None:
    plot = loss_plot(points({"events": 1_200_000}))
    assert plot.x.at(1_200_000) == plot.right
    assert labels(plot.x) == ["0", "500 k", "1 M"]


def test_the_higher_the_loss_the_higher_the_line_and_the_mark_is_at_the_best_validation() -> None:
    plot = loss_plot(read_curve(curve()))
    validation, train = ([float(y) for y in re.findall(r" ([\d.]+)", line.path)] for line in plot.lines)
    assert train[0] < validation[0] < validation[2] < validation[1]
    assert plot.mark is not None
    assert plot.mark.y == validation[1]


@pytest.mark.parametrize(
    "values", [[1.0], [0.0, 0.0], [1e-9, 2e-9], [3.0, 3.0000001], [0.1, 999.0], [1.4519, 1.4523, 1.47], [1.0, 1e15]]
)
def test_every_value_lies_within_its_scale(values: list[float]) -> None:
    scale = Scale.over(values, 100.0, 0.0)
    assert all(0 <= scale.at(value) <= 100 for value in values)
    assert 2 <= len(scale.ticks) <= 8
    assert [tick.at for tick in scale.ticks] == sorted((tick.at for tick in scale.ticks), reverse=True)


def test_a_run_of_one_look_is_drawn_as_a_dot() -> None:
    assert all(line.path.endswith("h0") for line in loss_plot(points({})).lines)


def test_a_curve_without_learning_rates_has_no_plot_of_them() -> None:
    assert rate_plot(points({"learning_rate": None}, {"learning_rate": None})) is None
    partly = rate_plot(points({"learning_rate": None}, {}))
    assert partly is not None
    assert partly.summary == "From 0.0005 to 0.0005."
