"""Every piece as loud as all others, and no passage of it too soft to be heard."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING, Final

import numpy as np

from worker.rendering.limiter import CEILING, Limited, Limiter, between, released
from worker.rendering.loudness import STEPS, Floats, Measure, Meter, integrated_lufs

if TYPE_CHECKING:
    from worker.rendering.instrument import Samples

# LAME takes half a decibel away: an MP3 comes out at -15.8, where -16 is meant, and what goes wrong goes downwards.
TARGET_LUFS: Final = -15.3
# A piano struck as softly as can be wants 50.
MAX_GAIN_DB: Final = 60.0
MIN_GAIN_DB: Final = -30.0
# The gain at a moment comes from what is heard within six seconds before it and two and a half after it.
AHEAD_BLOCKS: Final = 25
PAST_BLOCKS: Final = 60
# Decibels a block: a passage softer than the one before stays so for a while, and none ends with a jump.
MAX_RISE_DB: Final = 0.3
MAX_FALL_DB: Final = 1.5
# How far the aim moves to make up for what was put out too loud or too soft.
MAX_AMENDS_DB: Final = 6.0
# How deep the limiter may be driven to make single strokes as loud as music.
MAX_DEPTH_DB: Final = 24.0
# What the limiter will do is foreseen in hundredths of a second.
_GRAIN_STEPS: Final = 10
_GRAINS: Final = STEPS // _GRAIN_STEPS
_SOFTEST: Final = 1e-9
_GATE_BLOCKS: Final = 4
# Steps towards the gain: each from where the last one, or the last block, ended.
_FIRST_TRIALS: Final = 20
_TRIALS: Final = 2


class Leveller:
    """Takes a piece block by block and gives it back so, `AHEAD_BLOCKS` and one later, as loud as it should be."""

    def __init__(self) -> None:
        self._meter, self._limiter = Meter(), Limiter()
        self._ahead: deque[tuple[Samples, Measure]] = deque()
        self._energies, self._peaks = np.zeros(0), np.zeros(0)
        self._gain_db: float | None = None
        self._put_out = np.zeros(0)

    def take(self, block: Samples) -> list[Samples]:
        """The block that is certain by now, if there is one."""
        measure = self._meter.take(block)
        self._ahead.append((block, measure))
        self._look_at(measure)
        return self._next() if len(self._ahead) > AHEAD_BLOCKS else []

    def end(self) -> list[Samples]:
        """Those that are left."""
        rest = []
        while self._ahead:
            self._look_at(Measure(np.zeros(STEPS), np.zeros(STEPS)))
            rest += self._next()
        return rest + self._told(self._limiter.end())

    def _look_at(self, measure: Measure) -> None:
        kept = _GRAINS * (PAST_BLOCKS + AHEAD_BLOCKS)
        energies = measure.energies.reshape(_GRAINS, -1).mean(axis=1)
        peaks = measure.peaks.reshape(_GRAINS, -1).max(axis=1)
        self._energies = np.concatenate([self._energies, energies])[-kept:]
        self._peaks = np.concatenate([self._peaks, peaks])[-kept:]

    def _next(self) -> list[Samples]:
        block, measure = self._ahead.popleft()
        before = self._gain_db
        after = self._next_gain()
        self._gain_db = after
        edges = 10 ** (np.linspace(after if before is None else before, after, STEPS + 1) / 20)
        louder = np.maximum(edges[:-1], edges[1:])
        raised = Measure(measure.energies * louder**2, measure.peaks * louder)
        return self._told(self._limiter.take(block * between(edges), raised))

    def _next_gain(self) -> float:
        wanted = self._wanted_gain()
        if self._gain_db is None:
            return wanted
        return float(np.clip(wanted, self._gain_db - MAX_FALL_DB, self._gain_db + MAX_RISE_DB))

    def _wanted_gain(self) -> float:
        """The gain with which what is around would be as loud as it should."""
        room = -20 * np.log10(np.maximum(self._peaks, _SOFTEST) / CEILING)
        most = min(MAX_GAIN_DB, float(room.min()) + MAX_DEPTH_DB)
        gain = most if self._gain_db is None else self._gain_db
        aim = self._aim(gain, room)
        for _ in range(_FIRST_TRIALS if self._gain_db is None else _TRIALS):
            loudness = integrated_lufs(_gate_blocks(self._foreseen(gain, room)))
            if not math.isfinite(loudness):
                break
            gain = min(max(gain + aim - loudness, MIN_GAIN_DB), most)
        return gain

    def _aim(self, gain_db: float, room: Floats) -> float:
        """What would bring the whole to the target, of which all is known that was put out or lies ahead."""
        if self._gain_db is None:
            return TARGET_LUFS
        known = np.concatenate([self._put_out, self._foreseen(gain_db, room)[-AHEAD_BLOCKS - 1 :]])
        loudness = integrated_lufs(_gate_blocks(known))
        amends = TARGET_LUFS - loudness if math.isfinite(loudness) else 0.0
        return TARGET_LUFS + min(max(amends, -MAX_AMENDS_DB), MAX_AMENDS_DB)

    def _foreseen(self, gain_db: float, room: Floats) -> Floats:
        """The mean squares of what is around, 100 ms each, when the limiter has done its work as it does it."""
        lowered = released(np.maximum(gain_db - room, 0), _GRAIN_STEPS)
        limited = self._energies * 10 ** ((gain_db - lowered) / 10)
        return np.asarray(limited.reshape(-1, _GRAINS).sum(axis=1) / _GRAINS)

    def _told(self, limited: list[Limited]) -> list[Samples]:
        for one in limited:
            self._put_out = np.append(self._put_out, one.energies.mean())
        return [one.block for one in limited]


def _gate_blocks(hops: Floats) -> Floats:
    """The mean squares of 400 ms each, from those of 100 ms; of what is shorter, those of its parts."""
    if len(hops) < _GATE_BLOCKS:
        return hops
    return np.convolve(hops, np.ones(_GATE_BLOCKS) / _GATE_BLOCKS, "valid")
