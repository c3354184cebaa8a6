"""A piece in sections, as musicians name them, and who plays in which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from worker.contract.plan import QUARTERS_PER_BAR, Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SECTIONS: Final = ("intro", "A", "B", "fill", "ending")
INTRO, A, B, FILL, ENDING = SECTIONS

INTRO_BARS: Final = 2
# Sections are of four bars, in longer pieces of eight.
_SHORT, _LONG = 4, 8
_LONG_FROM_BARS: Final = 24
# The last bar line of a piece has at least so much after it, to be heard as its end.
_ENDING_SECONDS: Final = 1.0

# The name of a section, and how many bars it has with the fill at its end.
Form = list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Player:
    """A part: the names of the sections in which it plays; of all where there are none."""

    role: str
    is_drum: bool
    sections: tuple[str, ...] = ()

    @property
    def plays_fills_alone(self) -> bool:
        return self.sections == (FILL,)

    def plays(self, section: str) -> bool:
        """In any but a fill."""
        return (section == ENDING and not self.plays_fills_alone) or not self.sections or section in self.sections

    def plays_fill_of(self, section: str) -> bool:
        """Drums leave it to who is there for it; all others go on."""
        return FILL in self.sections or (not self.is_drum and self.plays(section))


def bar_count(length_seconds: float, qpm: float) -> int:
    """Up to the end of the last bar, which may be cut short."""
    bar_seconds = QUARTERS_PER_BAR * 60.0 / qpm
    return 1 + int((length_seconds - _ENDING_SECONDS) / bar_seconds)


def form_of(bars: int, players: Sequence[Player]) -> Form:
    """A and B in turn before the ending; an intro where there is time for one, and somebody who waits."""
    if bars == 1:
        return [(A, 1)]
    intro = INTRO_BARS if bars > INTRO_BARS + _SHORT and _has_intro(players) else 0
    lengths = _lengths(bars - 1 - intro)
    body = [(A if place % 2 == 0 else B, length) for place, length in enumerate(lengths)]
    return [*([(INTRO, intro)] if intro else []), *body, (ENDING, 1)]


def sections_of(form: Form, players: Sequence[Player]) -> tuple[Section, ...]:
    """The form with its fills, and who plays when."""
    has_fills = any(FILL in player.sections for player in players)
    return tuple(section for name, bars in form for section in _sections(name, bars, players, has_fills=has_fills))


def _has_intro(players: Iterable[Player]) -> bool:
    waits = {not player.plays(INTRO) for player in players if not player.plays_fills_alone}
    return waits == {True, False}


def _lengths(bars: int) -> list[int]:
    """What is too short for a section of its own lengthens the last one."""
    full = _LONG if bars >= _LONG_FROM_BARS else _SHORT
    whole, rest = divmod(bars, full)
    if whole == 0 or rest >= _SHORT:
        return [full] * whole + [rest]
    return [full] * (whole - 1) + [full + rest]


def _sections(name: str, bars: int, players: Sequence[Player], *, has_fills: bool) -> Iterator[Section]:
    is_filled = has_fills and name in (A, B) and bars > 1
    yield Section(name, bars - is_filled, _roles(player for player in players if player.plays(name)))
    if is_filled:
        yield Section(FILL, 1, _roles(player for player in players if player.plays_fill_of(name)))


def _roles(players: Iterable[Player]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(player.role for player in players))
