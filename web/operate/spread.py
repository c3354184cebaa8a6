"""How long something took: mostly, and at worst."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Spread:
    """Seconds that half, and that 95 of 100, stay within."""

    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: Iterable[float]) -> Self | None:
        """None where there is nothing to tell of."""
        ordered = sorted(seconds)
        return cls(_at(ordered, 0.5), _at(ordered, 0.95)) if ordered else None


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
