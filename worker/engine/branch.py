"""One row of the batch: a piece under way, or one of several that beam search compares."""

from __future__ import annotations

import copy
from collections import deque
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from worker.engine.controls import Controls
from worker.engine.runner import SAMPLE, Decided, Event


class Voice(Protocol):
    """Whoever makes music of events; `copy.deepcopy` makes an independent one, as beam search needs."""

    @property
    def primer(self) -> list[Event]:
        """What the network hears before it decides, at least one event; the voice itself has heard them already."""
        ...

    @property
    def controls(self) -> Controls | None:
        """What else the network hears; None where its config has no such."""
        ...

    @property
    def injects(self) -> bool:
        """Whether `injected` may ever give any."""
        ...

    @property
    def done(self) -> bool:
        """True once the asked length is reached; what comes after is dropped."""
        ...

    def feed(self, event: Event) -> None:
        """Takes the next event that the network decided, or that `injected` gave."""
        ...

    def injected(self) -> list[Event]:
        """Events that come next whatever the network would say; asked after each event where `injects`."""
        ...


class NotFinite(Exception):
    """The network's numbers overflowed in this row; the same request gives the same again."""


@dataclass(eq=False, slots=True)
class Branch:
    """A row.

    Attributes:
        events: Events heard after the first.
        log_likelihood: Nats, of what was sampled.
        pending: What is settled already, each with whether it is new to the voice.
        clock: Where the controls' clock stands.
    """

    voice: Voice
    noise: np.random.Generator
    events: int = 0
    log_likelihood: float = 0.0
    pending: deque[tuple[Event, bool]] = field(default_factory=deque)
    clock: int = 0

    @classmethod
    def begin(cls, voice: Voice, noise: np.random.Generator) -> Self:
        """A row that has heard the first event of the voice's primer."""
        first, *rest = voice.primer
        branch = cls(voice, noise)
        branch.pending.extend((event, False) for event in rest)
        branch._heard(first)
        branch._inject()
        return branch

    @property
    def may_run(self) -> int | None:
        """Events that may be decided before the voice must be asked again; None for any number."""
        return max(len(self.pending), 1) if self.voice.injects else None

    def forced(self, steps: int, event_size: int) -> NDArray[np.int32]:
        """[steps, event_size]: what is settled already, then `SAMPLE`."""
        events = np.full((steps, event_size), SAMPLE, np.int32)
        for step, (event, _) in enumerate(islice(self.pending, steps)):
            events[step] = event
        return events

    def window(self, segments: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The controls from now on."""
        if self.voice.controls is None:
            raise ValueError("this network hears controls, and its voice has none")
        return self.voice.controls.window(self.clock, segments)

    def accept(self, decided: Decided, row: int) -> None:
        """Takes what a call decided.

        Raises:
            NotFinite: The row's numbers are no numbers any more.
        """
        # As plain tuples: a NumPy row each would take longer than the music.
        for step, event in enumerate(map(tuple, decided.events[row].tolist())):
            if self.voice.done:
                return
            if not decided.sound[row, step]:
                raise NotFinite
            self.events += 1
            self.log_likelihood += float(decided.log_likelihood[row, step])
            self._take(event)

    def copy(self, noise: np.random.Generator) -> Self:
        """The same piece, to be gone on with differently."""
        return replace(self, voice=copy.deepcopy(self.voice), noise=noise, pending=self.pending.copy())

    def _take(self, event: Event) -> None:
        is_new = True
        if self.pending:
            _, is_new = self.pending.popleft()
        self._heard(event)
        if is_new:
            self.voice.feed(event)
        if not self.pending:
            self._inject()

    def _inject(self) -> None:
        if self.voice.injects and not self.pending:
            self.pending.extend((event, True) for event in self.voice.injected())

    def _heard(self, event: Event) -> None:
        if self.voice.controls is not None:
            self.clock += self.voice.controls.steps_of(event)
