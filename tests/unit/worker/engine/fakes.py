"""A runner that needs no network, and a decoder that counts."""

from __future__ import annotations

import time

import numpy as np

from worker.engine.sequence import Sequence


class CountingRunner:
    """Each row's events count up from its first one; `fault` is raised at the next call."""

    def __init__(self, slots: int = 4, steps: int = 3) -> None:
        self.slots = slots
        self.steps = steps
        self.rows: list[int] = []
        self.most_rows = 0
        self.fault: Exception | None = None

    def arrange(self, rows, first_events):
        self.rows = [first if row is None else self.rows[row] for row, first in zip(rows, first_events, strict=True)]
        self.most_rows = max(self.most_rows, len(self.rows))

    def step(self, forced, noise, temperature):
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault
        assert forced.shape == noise.shape == (len(self.rows), self.steps)
        assert temperature.shape == (len(self.rows),)
        events = np.zeros(forced.shape, np.int32)
        for step in range(self.steps):
            chosen = forced[:, step]
            self.rows = np.where(chosen >= 0, chosen, np.array(self.rows) + 1).tolist()
            events[:, step] = self.rows
        return events


class Counter:
    """Done after so many events."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.events: list[int] = []

    @property
    def done(self) -> bool:
        return len(self.events) >= self.length

    def feed(self, event: int) -> None:
        self.events.append(event)


def sequence(length: int = 10, primer: tuple[int, ...] = (0,), unheard: int = 1, deadline: float = 60.0, seed: int = 0):
    decoder = Counter(length)
    made = Sequence(
        primer=primer,
        primer_unheard=unheard,
        temperature=1.0,
        seed=seed,
        decoder=decoder,
        deadline_unix_seconds=time.time() + deadline,
    )
    return made, decoder
