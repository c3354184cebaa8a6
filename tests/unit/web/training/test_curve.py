"""Curves that `worker train` wrote are read, and all others refused with what is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.web.training.builders import POINTS, curve
from web.training.curve import MAX_CURVE_BYTES, MAX_POINTS, best, events_per_second, read_curve


def changed(**values: Any) -> bytes:
    return curve([{**POINTS[0], **values}])


def counted(count: int) -> bytes:
    """A point for every event, each as short as one can be."""
    return b"".join(
        b'{"events":%d,"train":1,"validation":1,"events_per_second":1}\n' % place for place in range(1, count + 1)
    )


def test_a_curve_is_read_with_its_best_point_and_its_speed_over_all() -> None:
    points = read_curve(curve())
    assert [point.learning_rate for point in points] == [0.001, 0.0005, 3e-05]
    assert best(points).events == 2_000_000
    assert events_per_second(points) == pytest.approx(2000)


def test_a_curve_of_an_older_run_tells_no_learning_rate() -> None:
    older = [{key: value for key, value in POINTS[0].items() if key != "learning_rate"}]
    assert read_curve(curve(older))[0].learning_rate is None
    assert read_curve(changed(learning_rate=float("nan")))[0].learning_rate is None


def test_the_longest_curve_is_read_and_a_line_more_is_refused() -> None:
    assert len(read_curve(counted(MAX_POINTS))) == MAX_POINTS
    with pytest.raises(ValueError, match="1 to 2000 lines"):
        read_curve(counted(MAX_POINTS + 1))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "1 to 2000 lines"),
        (b"\n\n", "Line 1 of the curve cannot be read"),
        (b" " * (MAX_CURVE_BYTES + 1), "at most 256 KiB"),
        (b"events", "Line 1 of the curve cannot be read"),
        (b"\xff\xfe{", "Line 1 of the curve cannot be read"),
        (curve() + b"[" * 100_000, "Line 4 of the curve cannot be read"),
        (b"[1, 2]", "must have events"),
        (curve([{"events": 1}]), "must have events"),
        (changed(luck=1), "nothing else"),
        (changed(events=1.5), "events must be a whole number"),
        (changed(events=True), "events must be a whole number"),
        (changed(events=0), "events must be a whole number"),
        (changed(train=float("nan")), "train must be a number"),
        (changed(train=float("inf")), "train must be a number"),
        (changed(validation="low"), "validation must be a number"),
        (changed(validation=None), "validation must be a number"),
        (changed(events_per_second=0), "events_per_second must be a number"),
        (changed(learning_rate=float("inf")), "learning_rate must be a number"),
        (changed(learning_rate=[]), "learning_rate must be a number"),
        (changed(train=10**400), "train must be a number"),
        (curve([POINTS[1], POINTS[0]]), "Line 2 of the curve does not go on"),
        (curve([POINTS[0], POINTS[0]]), "Line 2 of the curve does not go on"),
    ],
)
def test_any_other_curve_is_refused_with_the_line_and_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_curve(content)
