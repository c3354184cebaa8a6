"""What all voices share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable

from worker.composing.voices import Event, Made
from worker.composing.voices.timeline import Span, StepNote, TimedNote
from worker.encodings.notes import Notes
from worker.engine.controls import Controls


class BaseVoice(ABC):
    """A voice whose music has come to a step; each family says what an event does.

    In `_rows` are the notes that have ended, and once there, nothing changes them.

    Attributes:
        transposed: By how many semitones the network hears the music higher than it sounds.
    """

    transposed: int = 0

    def __init__(self, heard: list[Event], span: Span, step: int, controls: Controls | None = None) -> None:
        self._heard = heard
        self._span = span
        self._step = step
        self._controls = controls
        self._rows: list[StepNote] = []
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
    def _held(self) -> Iterable[StepNote]:
        """Those notes that still sound, with the end that they have if nothing more comes."""

    @property
    def before(self) -> list[TimedNote]:
        return []

    def made(self, place: int) -> Made:
        """What is new since `place`: at every moment all is decided that begins or ends before the current step."""
        ended, sounding = self._span.timed(self._rows[place:]), self._span.timed(self._held())
        return Made(self.seconds, len(self._rows), ended, sounding)

    def notes(self) -> Notes:
        """All notes by start, then pitch, those that still sound closed at the end of the piece."""
        return self._span.notes((*self._rows, *self._held()))

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
