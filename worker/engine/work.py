"""What an engine has done."""

from __future__ import annotations

from dataclasses import dataclass

from worker.engine.runner import Decided


@dataclass(slots=True)
class Work:
    """Since the engine began. Its thread alone writes, without a lock; whoever reads may be a call behind.

    Attributes:
        rows: Of all calls together.
        slots: Rows that those calls had room for.
        events: Those decided; each row of a call has one of each step.
        seconds: What the calls took.
    """

    calls: int = 0
    steps: int = 0
    rows: int = 0
    slots: int = 0
    events: int = 0
    seconds: float = 0.0

    def note(self, decided: Decided, slots: int, seconds: float) -> None:
        """One more call."""
        rows, steps = decided.events.shape[:2]
        self.calls += 1
        self.steps += steps
        self.rows += rows
        self.slots += slots
        self.events += rows * steps
        self.seconds += seconds
