"""How a piece is laid out: its key, who plays in which bars, and that it ends rather than breaks off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Self

QUARTERS_PER_BAR: Final = 4


@dataclass(frozen=True, slots=True)
class Section:
    """Some bars.

    Attributes:
        name: As musicians call it ("intro", "A", "fill", "ending").
        bars: How many, at least one.
        roles: Of the parts that play; all others rest.
    """

    name: str
    bars: int
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A piece with a plan closes: its last bar holds the tonic.

    Attributes:
        tonic: A pitch class, 0 for C; None where the parts' notes say it.
        is_minor: Whether the tonic's chord is a minor one.
        sections: From the first bar on; none where all play from beginning to end.
    """

    tonic: int | None = None
    is_minor: bool = False
    sections: tuple[Section, ...] = ()

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        sections = tuple(Section(**{**entry, "roles": tuple(entry["roles"])}) for entry in data["sections"])
        return cls(data["tonic"], data["is_minor"], sections)
