"""Grooves: two bars from which a drummer goes on in a style, one TOML file each."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

GROOVES: Final = Path(__file__).parent / "grooves"

_STEPS_PER_LINE: Final = 4


@dataclass(frozen=True, slots=True)
class Groove:
    """Two bars in 4/4.

    Attributes:
        source: Which bars of which file they were.
        steps: Of each sixteenth the drums struck, as MIDI pitches, lowest first.
    """

    slug: str
    name: str
    source: str
    steps: tuple[tuple[int, ...], ...]

    def to_toml(self) -> str:
        """A line of the steps is a quarter."""
        # TOML writes strings and lists of whole numbers as JSON does.
        steps = [json.dumps(step) for step in self.steps]
        quarters = [", ".join(steps[at : at + _STEPS_PER_LINE]) for at in range(0, len(steps), _STEPS_PER_LINE)]
        fields = [f"{field} = {json.dumps(getattr(self, field))}" for field in ("slug", "name", "source")]
        return "\n".join([*fields, "steps = [", *(f"  {quarter}," for quarter in quarters), "]", ""])


@cache
def load_grooves() -> Mapping[str, Groove]:
    """Every shipped groove by its slug, in their order; read once."""
    grooves = [_groove(tomllib.loads(path.read_text())) for path in GROOVES.glob("*.toml")]
    return MappingProxyType({groove.slug: groove for groove in sorted(grooves, key=lambda groove: groove.slug)})


def _groove(data: dict[str, Any]) -> Groove:
    return Groove(**{**data, "steps": tuple(tuple(step) for step in data["steps"])})
