"""Bars of a piece: in which of them a part sounds, and on which bar line the piece closes."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, Self

from worker.contract.job_spec import JobSpec
from worker.contract.plan import QUARTERS_PER_BAR, Section

# What closes a piece is held at least so long, where the piece has a bar line that leaves it.
_CLOSING_SECONDS: Final = 1.0
# A step on a bar line may come out a little before it.
_ROUNDING: Final = 1e-6

# The first bar of several, and the one after the last.
_Bars = tuple[int, int]


def bar_seconds(qpm: float) -> float:
    return QUARTERS_PER_BAR * 60.0 / qpm


def whole_bars(seconds: float, qpm: float) -> int:
    """How many bars lie before."""
    return math.floor(seconds / bar_seconds(qpm) + _ROUNDING)


def closing_seconds(spec: JobSpec) -> float | None:
    """The bar line from which on the piece closes: that of the plan's last bar, or the last that leaves it a second.

    None where the piece has no plan or no second bar.
    """
    bar = _closing_bar(spec)
    return bar * bar_seconds(spec.qpm) if bar else None


def closes(spec: JobSpec, role: str) -> bool:
    """Whether the part is among those that close the piece."""
    bar = _closing_bar(spec)
    if spec.plan is None or not bar:
        return False
    return not spec.plan.sections or any(first <= bar < end for first, end in _played(spec.plan.sections, role))


def _closing_bar(spec: JobSpec) -> int:
    """0 for none: before the first bar line nothing is heard that could be closed."""
    if spec.plan is None:
        return 0
    last = whole_bars(spec.length_seconds - _CLOSING_SECONDS, spec.qpm)
    if last < 1:
        last = math.ceil(spec.length_seconds / bar_seconds(spec.qpm) - _ROUNDING) - 1
    planned = sum(section.bars for section in spec.plan.sections) or math.inf
    return int(min(last, planned - 1))


def _played(sections: tuple[Section, ...], role: str) -> Iterator[_Bars]:
    ends = accumulate(section.bars for section in sections)
    return ((end - section.bars, end) for section, end in zip(sections, ends, strict=True) if role in section.roles)


@dataclass(frozen=True, slots=True)
class Presence:
    """When a part sounds of itself, which is no more once the piece closes.

    Attributes:
        starts: In seconds, ascending.
        ends: Of each the bar line where the part rests again, infinite where it does not.
    """

    starts: tuple[float, ...]
    ends: tuple[float, ...]

    @classmethod
    def of(cls, spec: JobSpec, role: str) -> Self:
        """That of a part of the piece."""
        sections = spec.plan.sections if spec.plan else ()
        if not sections:
            return cls((0.0,), (closing_seconds(spec) or math.inf,))
        bar, last = bar_seconds(spec.qpm), _closing_bar(spec) or math.inf
        played = [(first, min(end, last)) for first, end in _joined(_played(sections, role)) if first < last]
        return cls(tuple(first * bar for first, _ in played), tuple(end * bar for _, end in played))

    def until(self, seconds: float) -> float:
        """Where at the latest a note ends that begins at `seconds`; 0 where the part rests then."""
        place = bisect_right(self.starts, seconds + _ROUNDING) - 1
        return self.ends[place] if place >= 0 and seconds + _ROUNDING < self.ends[place] else 0.0


def _joined(played: Iterator[_Bars]) -> list[_Bars]:
    """A note may go on from a section into the next."""
    joined: list[_Bars] = []
    for first, end in played:
        if joined and joined[-1][1] == first:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((first, end))
    return joined
