"""What all voices share."""

from __future__ import annotations

from abc import ABC, abstractmethod

from worker.composing.voices import Event
from worker.composing.voices.timeline import Span
from worker.encodings.notes import Notes
from worker.engine.controls import Controls


class BaseVoice(ABC):
    """A voice whose music has come to a step; each family says what an event does.

    Attributes:
        transposed: By how many semitones the network hears the music higher than it sounds.
    """

    transposed: int = 0

    def __init__(self, heard: list[Event], span: Span, step: int, controls: Controls | None = None) -> None:
        self._heard = heard
        self._span = span
        self._step = step
        self._controls = controls
        for event in heard:
            self.feed(event)

    @property
    def primer(self) -> list[Event]:
        return list(self._heard)

    @property
    def controls(self) -> Controls | None:
        return self._controls

    @abstractmethod
    def feed(self, event: Event) -> None: ...

    @abstractmethod
    def notes(self) -> Notes: ...

    def injected(self) -> list[Event]:
        return []

    @property
    def injects(self) -> bool:
        return False

    @property
    def done(self) -> bool:
        return self._step >= self._span.end_step

    @property
    def seconds(self) -> float:
        return self._span.seconds_at(self._step)
