"""How each family of networks makes music: what it hears first, and what becomes of the events it decides.

A voice is made for one part of one piece. Events are tuples of class indices as the network's graph encoder has them
(`worker.networks.encoders`): one index for most; six for the note encoding; eighty-eight zeros and ones for RNN-NADE.
Melody and drum events are indices of the config's one-hot encoding of events, never a class that says "repeat".
"""

from __future__ import annotations

from typing import Protocol

from worker.encodings.notes import Notes
from worker.engine import branch
from worker.engine.runner import Event

__all__ = ["Event", "Voice"]


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

    def notes(self) -> Notes:
        """The notes so far, by start, then pitch, none beyond the asked length."""
        ...
