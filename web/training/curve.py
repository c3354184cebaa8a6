"""The curve that a training run leaves, `curve.jsonl`, believed only as far as it was checked."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_CURVE_BYTES: Final = 256 * 1024
MAX_POINTS: Final = 2000
MAX_EVENTS: Final = 10**15
MAX_LOSS: Final = 1000
_KEYS: Final = {"events", "train", "validation", "events_per_second"}
_RATE: Final = "learning_rate"


@dataclass(frozen=True, slots=True)
class Point:
    """One look at validation.

    Attributes:
        events: Learnt from so far.
        train: Mean loss since the look before, in nats per event.
        validation: Loss in nats per event.
        events_per_second: Learnt from since the look before.
        learning_rate: None in a curve that does not tell it.
    """

    events: int
    train: float
    validation: float
    events_per_second: float
    learning_rate: float | None = None


def read_curve(content: bytes) -> list[Point]:
    """Reads `curve.jsonl` as `worker train` writes it.

    Raises:
        ValueError: It is no such curve; the message says why and in which line, in a sentence.
    """
    if len(content) > MAX_CURVE_BYTES:
        raise ValueError(f"A curve has at most {MAX_CURVE_BYTES >> 10} KiB.")
    lines = content.split(b"\n")[: MAX_POINTS + 2]
    lines = lines[:-1] if not lines[-1].strip() else lines
    if not 1 <= len(lines) <= MAX_POINTS:
        raise ValueError(f"A curve has 1 to {MAX_POINTS} lines.")
    points = [_point(number, line) for number, line in enumerate(lines, 1)]
    for number, (before, after) in enumerate(pairwise(points), 2):
        if after.events <= before.events:
            raise ValueError(f"Line {number} of the curve does not go on from the line before.")
    return points


def best(points: Sequence[Point]) -> Point:
    """That with the lowest validation loss, the first of them."""
    return min(points, key=lambda point: point.validation)


def events_per_second(points: Sequence[Point]) -> float:
    """Over the whole run."""
    before = (0, *(point.events for point in points))
    seconds = sum(
        (point.events - earlier) / point.events_per_second for earlier, point in zip(before, points, strict=False)
    )
    return points[-1].events / seconds


def _point(number: int, line: bytes) -> Point:
    try:
        return _checked(json.loads(line))
    # Nested deeply enough, brackets exhaust the parser's stack.
    except (ValueError, RecursionError) as error:
        raise ValueError(f"Line {number} of the curve cannot be read: {str(error)[:200]}.") from error


def _checked(values: Any) -> Point:
    if not isinstance(values, dict) or set(values) - {_RATE} != _KEYS:
        raise ValueError(f"it must have {', '.join(sorted(_KEYS))}, may have {_RATE}, and nothing else")
    events = values["events"]
    if not isinstance(events, int) or isinstance(events, bool) or not 1 <= events <= MAX_EVENTS:
        raise ValueError(f"events must be a whole number from 1 to {MAX_EVENTS:.0e}")
    return Point(
        events=events,
        train=_number(values, "train", 0, MAX_LOSS),
        validation=_number(values, "validation", 0, MAX_LOSS),
        events_per_second=_number(values, "events_per_second", 1, MAX_EVENTS),
        learning_rate=_rate(values),
    )


def _rate(values: dict[str, Any]) -> float | None:
    """None also where it is no number: so a run says what it did not know of its points when it went on."""
    rate = values.get(_RATE)
    is_unknown = rate is None or (isinstance(rate, float) and math.isnan(rate))
    return None if is_unknown else _number(values, _RATE, 0, MAX_LOSS)


def _number(values: dict[str, Any], name: str, low: float, high: float) -> float:
    value = values[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(f"{name} must be a number from {low} to {high}")
    return value
