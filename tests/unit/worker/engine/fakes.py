"""A runner that needs no network, and a voice that counts."""

from __future__ import annotations

import numpy as np

from worker.engine.controls import Controls
from worker.engine.rules import Rules
from worker.engine.runner import Decided, Joining
from worker.engine.sequence import Beam, Sequence


class CountingRunner:
    """Each row's events count up from its first one; `fault` is raised at the next call.

    Attributes:
        broken: Rows that decide this event are unsound from then on.
    """

    event_size = 1
    draws = 1
    segments = 0

    def __init__(self, slots: int = 4, steps: int = 3, broken: int | None = None) -> None:
        self.slots = slots
        self.steps = steps
        self.rows: list[int] = []
        self.most_rows = 0
        self.calls: list[int] = []
        self.fault: Exception | None = None
        self.broken = broken

    def arrange(self, rows, rules):
        assert len(rows) == len(rules)
        self.rows = [row.first[0] if isinstance(row, Joining) else self.rows[row] for row in rows]
        self.most_rows = max(self.most_rows, len(self.rows))

    def reset(self):
        self.rows = []

    def step(self, call):
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault
        rows, steps, _ = call.forced.shape
        assert rows == len(self.rows)
        assert call.noise.shape == (rows, steps, 1)
        self.calls.append(steps)
        events = np.zeros((rows, steps), np.int32)
        for step in range(steps):
            chosen = call.forced[:, step, 0]
            self.rows = np.where(chosen >= 0, chosen, np.array(self.rows) + 1).tolist()
            events[:, step] = self.rows
        # Rows whose noise is high are likelier, so that a beam has something to choose by.
        likelihood = np.where(call.forced[:, :, 0] >= 0, 0.0, np.log(call.noise[:, :, 0] + 1e-3)).astype(np.float32)
        sound = events != (-1 if self.broken is None else self.broken)
        return Decided(events[:, :, None], likelihood, np.logical_and.accumulate(sound, 1))


class Counter:
    """Done after so many events; `injecting` gives the events that follow each one it has as a key."""

    controls: Controls | None = None

    def __init__(self, length: int, primer: tuple[int, ...] = (0,), injecting: dict[int, list[int]] | None = None):
        self.length = length
        self.primer: list[tuple[int, ...]] = [(event,) for event in primer]
        self.events: list[int] = []
        self.injecting = injecting or {}

    @property
    def injects(self) -> bool:
        return bool(self.injecting)

    @property
    def done(self) -> bool:
        return len(self.events) >= self.length

    def feed(self, event: tuple[int, ...]) -> None:
        self.events.append(event[0])

    def injected(self) -> list[tuple[int, ...]]:
        last = self.events[-1] if self.events else self.primer[-1][0]
        return [(event,) for event in self.injecting.get(last, [])]


def sequence(
    length: int = 10,
    primer: tuple[int, ...] = (0,),
    time_limit_seconds: float = 60.0,
    seed: int = 0,
    beam: Beam | None = None,
    injecting: dict[int, list[int]] | None = None,
) -> Sequence[Counter]:
    voice = Counter(length, primer, injecting)
    return Sequence(voice, Rules(), seed, time_limit_seconds, beam)
