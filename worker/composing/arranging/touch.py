"""Drum hits as a drummer strikes them: each with a loudness, and a little before or after its step."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models_store.touches import Feel, TouchTable, load_touch
from worker.composing.voices.timeline import Grid, TimedNote
from worker.encodings.drums import KIT, STEPS_PER_BAR, STEPS_PER_QUARTER

# A hit moves by so much of its own length at most, and by so many seconds: beyond that it is heard as a mistake.
_LARGEST_SHARE: Final = 0.3
_LARGEST_SECONDS: Final = 0.030
_LOUDEST: Final = 127

# Numbers are drawn by the drum, and by the bar; these stand for all drums, for all bars, and for all of a bar.
_ALL_DRUMS: Final = 9
_ALL_BARS: Final = -2
_WHOLE: Final = STEPS_PER_BAR
# The engine draws from the same key; its counter never comes to where this word of it is set.
_STREAM: Final = 1


@dataclass(frozen=True, slots=True)
class Touch:
    """One part's way of striking: a hit's loudness and shift depend on nothing but the seed, its step and its drum."""

    table: TouchTable
    seed: int
    step_seconds: float

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
        step = round(start / self.step_seconds)
        room = min(self.lead_seconds, _LARGEST_SHARE * (end - start))
        shift = self._value(self.table.offset, drum, step) * self.step_seconds
        velocity = round(self._value(self.table.velocity, drum, step))
        return max(0.0, start + min(max(shift, -room), room)), end - room, pitch, min(max(velocity, 1), _LOUDEST)

    def _value(self, feel: Feel, drum: int, step: int) -> float:
        luck = self._luck(feel, drum, step, column=int(feel is self.table.offset))
        probability = 0.5 * (1.0 + math.erf(luck / math.sqrt(2.0)))
        return float(np.interp(probability, self.table.probabilities, feel.quantiles[drum][step % STEPS_PER_BAR]))

    def _luck(self, feel: Feel, drum: int, step: int, column: int) -> float:
        bar, place = divmod(step, STEPS_PER_BAR)
        everyone, mine = _drawn(self.seed, _ALL_DRUMS, _ALL_BARS), _drawn(self.seed, drum, _ALL_BARS)
        shares = (
            (feel.take, everyone[_WHOLE, column]),
            (feel.drum, mine[_WHOLE, column]),
            (feel.place, everyone[place, column]),
            (feel.habit, mine[place, column]),
            (feel.drift, self._drifted(feel.carry, step, column)),
            (feel.own, _drawn(self.seed, drum, bar)[place, column]),
        )
        return sum(math.sqrt(share) * float(drawn) for share, drawn in shares)

    def _drifted(self, carry: float, step: int, column: int) -> float:
        """What was drawn for all drums at a step, and what is left of the bar before it."""
        bar, place = divmod(step, STEPS_PER_BAR)
        bars = [_drawn(self.seed, _ALL_DRUMS, one)[:STEPS_PER_BAR, column] for one in (bar - 1, bar)]
        return float(np.concatenate(bars)[place + 1 : place + 1 + STEPS_PER_BAR] @ _fading(carry))


def touch_of(name: str, seed: int, qpm: float) -> Touch:
    """The touch of the model store's table `name`, at `qpm` quarters per minute.

    Raises:
        ModelUnavailable: There is no such table.
    """
    return Touch(load_touch(name), seed, Grid(qpm, STEPS_PER_QUARTER).step_seconds)


def drum_type_of(pitch: int) -> int | None:
    """Which of Magenta's nine drum types, 0-8, a MIDI pitch is; None for a pitch of none."""
    return int(KIT.encode_event((pitch,))).bit_length() - 1 if KIT.encode_event((pitch,)) else None


@lru_cache(maxsize=1024)
def _drawn(seed: int, drum: int, bar: int) -> NDArray[Any]:
    """Standard normal numbers for each sixteenth of a bar and for all of it, one for loudness and one for timing."""
    key, counter = np.array((seed, drum), np.uint64), np.array((0, bar - _ALL_BARS, 0, _STREAM), np.uint64)
    return np.random.Generator(np.random.Philox(key=key, counter=counter)).standard_normal((STEPS_PER_BAR + 1, 2))


@lru_cache(maxsize=64)
def _fading(carry: float) -> NDArray[Any]:
    """Weights of the last sixteen steps, the last one heaviest, that leave a normal number's variance at 1."""
    weights = carry ** np.arange(STEPS_PER_BAR - 1, -1, -1.0)
    return weights / np.linalg.norm(weights)
