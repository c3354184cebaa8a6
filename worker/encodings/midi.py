"""How notes become MIDI: one by one, as they are decided, or all of a piece, the messages are the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Final, NamedTuple

import mido

TICKS_PER_QUARTER: Final = 480
DRUM_CHANNEL: Final = 9
# Standard MIDI files do not say; what reads them today takes this, and all of ASCII is the same in it.
CHARSET: Final = "utf-8"
_CHANNELS: Final = 16


class Timed(NamedTuple):
    """A message and when it is sent; sorted by `ticks` and `order`, those of a part are as in its track.

    Attributes:
        ticks: From the beginning of the piece.
        order: Within the tick: a note's end comes before the same pitch's next start.
    """

    ticks: int
    order: tuple[int, float, float]
    message: mido.Message


def ticks_of(seconds: float, qpm: float) -> int:
    return round(seconds * qpm / 60.0 * TICKS_PER_QUARTER)


def channels_of(are_drums: Iterable[bool]) -> tuple[int, ...]:
    """A channel for each part: drums share theirs, the others have one each, or share where there are more than 15."""
    others = cycle(channel for channel in range(_CHANNELS) if channel != DRUM_CHANNEL)
    return tuple(DRUM_CHANNEL if is_drum else next(others) for is_drum in are_drums)


def program_change(channel: int, program: int) -> Iterator[mido.Message]:
    """Before the first note; the drums' channel has none."""
    if channel != DRUM_CHANNEL:
        yield mido.Message("program_change", channel=channel, program=program)


@dataclass(frozen=True, slots=True)
class NoteMessages:
    """Those of one part."""

    channel: int
    qpm: float

    def on(self, pitch: int, velocity: int, start_seconds: float) -> Timed:
        message = mido.Message("note_on", channel=self.channel, note=pitch, velocity=velocity)
        return Timed(ticks_of(start_seconds, self.qpm), (1, pitch, start_seconds), message)

    def off(self, pitch: int, start_seconds: float, end_seconds: float) -> Timed:
        """A note lasts at least a tick."""
        message = mido.Message("note_off", channel=self.channel, note=pitch)
        end = max(ticks_of(end_seconds, self.qpm), ticks_of(start_seconds, self.qpm) + 1)
        return Timed(end, (0, start_seconds, pitch), message)
