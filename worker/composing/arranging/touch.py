"""Drum hits as a drummer strikes them: each with a loudness, and a little before or after its step."""

from __future__ import annotations

import math
from bisect import bisect
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models_store.touches import Feel, TouchTable, load_touch
from worker.composing.voices.timeline import Grid, TimedNote
from worker.encodings.drums import KIT, STEPS_PER_BAR, STEPS_PER_QUARTER

# A hit moves by so much of its own length at most, and by so many seconds: beyond that it is heard as a mistake.
_LARGEST_SHARE: Final = 0.3
_LARGEST_SECONDS: Final = 0.030
_LOUDEST: Final = 127

# Numbers are drawn bar by bar; this stands for all bars.
_ALL_BARS: Final = -2
# Rows and columns of what is drawn stand for drums and sixteenths; the last ones for all drums and for all of a bar.
_ALL_DRUMS: Final = 9
_WHOLE: Final = STEPS_PER_BAR
# The engine draws from the same key; its counter never comes to where this word of it is set.
_STREAM: Final = 1

# Of loudness and of timing, by drum type, then by sixteenth: standard normal numbers.
_Luck = list[list[list[float]]]


@dataclass(frozen=True, slots=True)
class Touch:
    """One part's way of striking: a hit's loudness and shift depend on nothing but the seed, its step and its drum."""

    table: TouchTable
    seed: int
    step_seconds: float
    # Of each bar, for it is asked for hit by hit, and again at the end of the piece.
    _known: dict[int, _Luck] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def lead_seconds(self) -> float:
        """By how much a hit may come earlier, or later, at most."""
        return min(_LARGEST_SHARE * self.step_seconds, _LARGEST_SECONDS)

    def apply(self, note: TimedNote) -> TimedNote:
        """The hit as it is struck; it never sounds before 0, nor longer than it did, nor into the drum's next hit."""
        start, end, pitch, _ = note
        drum = drum_type_of(pitch)
        if drum is None:
            return note
        bar, place = divmod(round(start / self.step_seconds), STEPS_PER_BAR)
        loudness, timing = (luck[drum][place] for luck in self._luck(bar))
        room = min(self.lead_seconds, _LARGEST_SHARE * (end - start))
        shift = self._value(timing, self.table.offset.quantiles[drum][place]) * self.step_seconds
        velocity = round(self._value(loudness, self.table.velocity.quantiles[drum][place]))
        return max(0.0, start + min(max(shift, -room), room)), end - room, pitch, min(max(velocity, 1), _LOUDEST)

    def _value(self, luck: float, quantiles: tuple[float, ...]) -> float:
        """That which as large a share of all is below as of normal numbers is below `luck`."""
        known, share = self.table.probabilities, 0.5 * (1.0 + math.erf(luck / math.sqrt(2.0)))
        above = min(max(bisect(known, share), 1), len(known) - 1)
        way = (share - known[above - 1]) / (known[above] - known[above - 1])
        return quantiles[above - 1] + min(max(way, 0.0), 1.0) * (quantiles[above] - quantiles[above - 1])

    def _luck(self, bar: int) -> _Luck:
        if bar not in self._known:
            feels = enumerate((self.table.velocity, self.table.offset))
            self._known[bar] = [_luck(feel, self.seed, bar, column).tolist() for column, feel in feels]
        return self._known[bar]


def touch_of(name: str, seed: int, qpm: float) -> Touch:
    """The touch of the model store's table `name`, at `qpm` quarters per minute.

    Raises:
        ModelUnavailable: There is no such table.
    """
    return Touch(load_touch(name), seed, Grid(qpm, STEPS_PER_QUARTER).step_seconds)


@cache
def drum_type_of(pitch: int) -> int | None:
    """Which of Magenta's nine drum types, 0-8, a MIDI pitch is; None for a pitch of none."""
    return int(KIT.encode_event((pitch,))).bit_length() - 1 if KIT.encode_event((pitch,)) else None


def _luck(feel: Feel, seed: int, bar: int, column: int) -> NDArray[np.float64]:
    """[drum type, sixteenth], standard normal numbers."""
    always, before, now = (_drawn(seed, one)[column] for one in (_ALL_BARS, bar - 1, bar))
    shares = (
        (feel.take, always[_ALL_DRUMS, _WHOLE]),
        (feel.drum, always[:_ALL_DRUMS, _WHOLE, np.newaxis]),
        (feel.place, always[_ALL_DRUMS, :_WHOLE]),
        (feel.habit, always[:_ALL_DRUMS, :_WHOLE]),
        (feel.drift, _drifted(feel.carry, before[_ALL_DRUMS, :_WHOLE], now[_ALL_DRUMS, :_WHOLE])),
        (feel.own, now[:_ALL_DRUMS, :_WHOLE]),
    )
    return np.asarray(sum(math.sqrt(share) * drawn for share, drawn in shares))


def _drifted(carry: float, before: NDArray[np.float64], now: NDArray[np.float64]) -> NDArray[np.float64]:
    """What was drawn at each sixteenth of a bar, and what is left of the fifteen before it."""
    weights = carry ** np.arange(STEPS_PER_BAR)
    drifted = np.convolve(np.concatenate((before, now)), weights / np.linalg.norm(weights))
    return drifted[STEPS_PER_BAR : 2 * STEPS_PER_BAR]


@lru_cache(maxsize=256)
def _drawn(seed: int, bar: int) -> NDArray[np.float64]:
    """Standard normal numbers for loudness and for timing, of each drum and all at each sixteenth of a bar and all."""
    key, counter = np.array((seed, 0), np.uint64), np.array((0, bar - _ALL_BARS, 0, _STREAM), np.uint64)
    generator = np.random.Generator(np.random.Philox(key=key, counter=counter))
    return generator.standard_normal((2, _ALL_DRUMS + 1, STEPS_PER_BAR + 1))
