"""Which chord follows which in a style: counts of a corpus, one JSON file each, and progressions drawn from them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from models_store.models import ModelUnavailable

PROGRESSIONS: Final = Path(__file__).parent / "progressions"
MODES: Final = ("major", "minor")

_LONGEST_CONTEXT: Final = 2
_OCTAVE: Final = 12
# Semitones above the root.
_TRIADS: Final = {"": (0, 4, 7), "m": (0, 3, 7), "dim": (0, 3, 6)}
_CHORD: Final = re.compile(r"(1[01]|[0-9])(m|dim|)")

T = TypeVar("T")

# A number from 0 up to and without 1.
Draw = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Degree:
    """A triad within a key.

    Attributes:
        semitones: Of its root above the tonic, 0-11.
        quality: Empty for major, "m" for minor, "dim" for diminished.
    """

    semitones: int
    quality: str

    @classmethod
    def parse(cls, name: str) -> Degree:
        """Reads a name such as "9m".

        Raises:
            ValueError: It is none.
        """
        found = _CHORD.fullmatch(name)
        if found is None:
            raise ValueError(f"{name!r} is no chord; such as 0, 9m or 11dim are")
        return cls(int(found[1]), found[2])

    def __str__(self) -> str:
        return f"{self.semitones}{self.quality}"

    @property
    def tones(self) -> set[int]:
        """Semitones above the tonic, within the octave."""
        return {(self.semitones + step) % _OCTAVE for step in _TRIADS[self.quality]}


TONICS: Final = {"major": Degree(0, ""), "minor": Degree(0, "m")}


@dataclass(frozen=True, slots=True)
class Progressions:
    """Of one style.

    Attributes:
        modes: How often each of `MODES` is.
        chords: By mode: by the names of at most two chords before, oldest first, how often each comes next.
    """

    modes: Mapping[str, float]
    chords: Mapping[str, Mapping[str, Mapping[Degree, float]]]

    def sample_mode(self, draw: Draw) -> str:
        return _drawn(self.modes, draw)

    def sample(
        self,
        mode: str,
        bars: int,
        draw: Draw,
        within: Collection[int] = range(_OCTAVE),
        before: Sequence[Degree] = (),
    ) -> tuple[Degree, ...]:
        """A chord for each bar, by the longest context that is known.

        Args:
            mode: One of `MODES`.
            bars: How many.
            draw: Where chance comes from.
            within: Semitones above the tonic that the chords may have; the tonic's own chord always may.
            before: Chords that came before, oldest first.
        """
        drawn = list(before)
        for _ in range(bars):
            drawn.append(_drawn(self._next(mode, drawn, set(within)), draw))
        return tuple(drawn[len(before) :])

    def _next(self, mode: str, before: list[Degree], within: set[int]) -> Mapping[Degree, float]:
        known = self.chords[mode]
        for length in range(min(_LONGEST_CONTEXT, len(before)), -1, -1):
            counts = known.get(" ".join(map(str, before[len(before) - length :])), {})
            fitting = {chord: count for chord, count in counts.items() if chord.tones <= within}
            if fitting:
                return fitting
        return {TONICS[mode]: 1.0}


@cache
def load_progressions(name: str, root: Path = PROGRESSIONS) -> Progressions:
    """Those of `name`, read once.

    Raises:
        ModelUnavailable: There are none of that name, or they lack a mode or what begins it; the message says so.
    """
    paths = {path.stem: path for path in root.glob("*.json")}
    if name not in paths:
        raise ModelUnavailable(f"no progressions {name!r}; there are: {', '.join(sorted(paths)) or 'none'}")
    data = json.loads(paths[name].read_text())
    try:
        modes = {mode: float(data["modes"][mode]) for mode in MODES}
        return Progressions(modes, {mode: _chords(data["chords"][mode]) for mode in MODES})
    except (KeyError, ValueError) as error:
        raise ModelUnavailable(f"progressions {name!r} are not as they must be: {error!r}") from error


def _chords(data: dict[str, Any]) -> dict[str, dict[Degree, float]]:
    known = {before: {Degree.parse(name): float(n) for name, n in after.items()} for before, after in data.items()}
    if not known[""]:
        raise ValueError("no chord is known to begin with")
    return known


def _drawn(weights: Mapping[T, float], draw: Draw) -> T:
    """Each as likely as its share; in the order of the file."""
    left = draw() * sum(weights.values())
    for name, weight in weights.items():
        left -= weight
        if left < 0:
            return name
    return name
