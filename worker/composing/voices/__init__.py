"""How each family of networks makes music: what it hears first, and what becomes of the events it decides.

A voice is made for one part of one piece. Events are tuples of class indices as the network's graph encoder has them
(`worker.networks.encoders`): one index for most; six for the note encoding; eighty-eight zeros and ones for RNN-NADE.
Melody and drum events are indices of the config's one-hot encoding of events, never a class that says "repeat".
"""

from __future__ import annotations

from typing import Protocol

from worker.encodings.notes import Notes
from worker.engine.controls import Controls

Event = tuple[int, ...]


class Voice(Protocol):
    """One part while it is being composed; `copy.deepcopy` makes an independent one, as beam search needs."""

    @property
    def primer(self) -> list[Event]:
        """What the network hears before it decides, at least one event; the voice itself has heard them already."""
        ...

    @property
    def transposed(self) -> int:
        """By how many semitones the network hears the music higher than it sounds."""
        ...

    @property
    def controls(self) -> Controls | None:
        """What else the network hears; None where its config has no such."""
        ...

    def feed(self, event: Event) -> None:
        """Takes the next event that the network decided, or that `injected` gave."""
        ...

    def injected(self) -> list[Event]:
        """Events that come next whatever the network would say; asked after each event where `injects`."""
        ...

    @property
    def injects(self) -> bool:
        """Whether `injected` may ever give any."""
        ...

    @property
    def done(self) -> bool:
        """True once the asked length is reached; what comes after is dropped."""
        ...

    @property
    def seconds(self) -> float:
        """How far the music has come."""
        ...

    def notes(self) -> Notes:
        """The notes so far, by start, then pitch, none beyond the asked length."""
        ...
