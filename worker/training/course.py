"""How a run went so far, in numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

PLATEAU_LOOKS: Final = 2


@dataclass(slots=True)
class Tally:
    """What some updates came to.

    Attributes:
        nats: The sum of the updates' losses, each in nats per event.
    """

    events: int = 0
    seconds: float = 0.0
    updates: int = 0
    nats: float = 0.0

    def add(self, events: int, seconds: float, loss: float) -> None:
        """Counts one update more."""
        self.events += events
        self.seconds += seconds
        self.updates += 1
        self.nats += loss

    @property
    def loss(self) -> float:
        """The mean in nats per event."""
        return self.nats / self.updates

    @property
    def events_per_second(self) -> float:
        """0.0 before the first update."""
        return self.events / self.seconds if self.seconds else 0.0


@dataclass(slots=True)
class Course:
    """What a run's end and its learning rate depend on.

    Attributes:
        best: The lowest validation loss.
        stale: Looks at validation since that.
        plateaus: How often two looks running brought nothing better.
        total: Over all resumes.
        stretch: Since the last look.
    """

    best: float = float("inf")
    stale: int = 0
    plateaus: int = 0
    total: Tally = field(default_factory=Tally)
    stretch: Tally = field(default_factory=Tally)

    def learn(self, events: int, seconds: float, loss: float) -> None:
        """Counts one update."""
        for tally in (self.total, self.stretch):
            tally.add(events, seconds, loss)

    def look(self, validation: float) -> bool:
        """Counts a look at validation, with which a new stretch begins; says whether it is the best so far."""
        better = validation < self.best
        self.best, self.stale = (validation, 0) if better else (self.best, self.stale + 1)
        self.plateaus += not better and self.stale % PLATEAU_LOOKS == 0
        self.stretch = Tally()
        return better
