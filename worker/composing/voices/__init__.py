"""How each family of networks makes music: what it hears first, and what becomes of the events it decides.

A voice is made for one part of one piece. Events are tuples of class indices as the network's graph encoder has them
(`worker.networks.encoders`): one index for most; six for the note encoding; eighty-eight zeros and ones for RNN-NADE.
Melody and drum events are indices of the config's one-hot encoding of events, never a class that says "repeat".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from worker.composing.voices.timeline import TimedNote
from worker.encodings.notes import Notes
from worker.engine import branch
from worker.engine.runner import Event

__all__ = ["Event", "Made", "Voice"]


@dataclass(frozen=True, slots=True)
class Made:
    """What a voice has made since it was last asked.

    Attributes:
        seconds: All that begins or ends before is known, and nothing can change it any more.
        place: From which to ask on.
        ended: New notes whose end is decided, in any order.
        sounding: All notes whose end is not, with the one that they have if nothing more comes.
    """

    seconds: float
    place: int
    ended: list[TimedNote]
    sounding: list[TimedNote]


class Voice(branch.Voice, Protocol):
    """One part while it is being composed: what the engine asks of it, and what becomes of it."""

    @property
    def transposed(self) -> int:
        """By how many semitones the network hears the music higher than it sounds."""
        ...

    @property
    def seconds(self) -> float:
        """How far the music has come."""
        ...

    @property
    def before(self) -> list[TimedNote]:
        """Notes of the piece that were there before any event; `made` leaves them out."""
        ...

    def made(self, place: int) -> Made:
        """What is new since `place`, 0 at first; takes time in proportion to that."""
        ...

    def notes(self) -> Notes:
        """The notes so far, by start, then pitch, none beyond the asked length."""
        ...
