"""Small plots of the last hour, each a row of bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

BAR: Final = 10
HEIGHT: Final = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """One minute's.

    Attributes:
        x: From the left; bars are `BAR` wide.
        height: Of `HEIGHT`.
    """

    x: int
    height: float

    @property
    def y(self) -> float:
        return HEIGHT - self.height


@dataclass(frozen=True, slots=True)
class Plot:
    """A value for each minute, the oldest first."""

    title: str
    unit: str
    values: list[float]
    is_bad: bool = False

    @property
    def highest(self) -> float:
        return max(self.values, default=0.0)

    @property
    def width(self) -> int:
        return BAR * len(self.values)

    @property
    def bars(self) -> list[Bar]:
        """Those that are not nothing; the highest is as high as the plot."""
        return [
            Bar(BAR * place, round(HEIGHT * value / self.highest, 1))
            for place, value in enumerate(self.values)
            if value
        ]
