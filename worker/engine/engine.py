"""The engine: one thread that steps every running sequence of every model."""

from __future__ import annotations

import logging
import queue
import threading
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from worker.engine.scheduler import Scheduler
from worker.engine.sequence import Sequence

logger = logging.getLogger(__name__)


class Runner(Protocol):
    """A network with the state of the rows it runs."""

    @property
    def slots(self) -> int:
        """Most rows of one call."""
        ...

    @property
    def steps(self) -> int:
        """Events decided in one call."""
        ...

    def arrange(self, rows: list[int | None], first_events: list[int]) -> None:
        """Sets the rows: each goes on from a row of the last call, or begins (None) after its first event."""
        ...

    def step(
        self, forced: NDArray[np.int32], noise: NDArray[np.float32], temperature: NDArray[np.float32]
    ) -> NDArray[np.int32]:
        """Events [rows, steps]; `forced` [rows, steps] holds events or `SAMPLE`, `temperature` is [rows]."""
        ...


class EngineStopped(Exception):
    """The engine was stopped before the sequence was complete."""


class Engine:
    """Submit from any thread; one thread of its own does the rest.

    A fault in a call ends the sequences of that call and no others.
    """

    def __init__(self) -> None:
        self._inbox: queue.SimpleQueue[tuple[Runner, Sequence] | None] = queue.SimpleQueue()
        self._schedulers: dict[Runner, Scheduler] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="engine", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def submit(self, runner: Runner, sequence: Sequence) -> None:
        """Queues `sequence`; `sequence.wait` tells when it has ended."""
        if self._stopping.is_set():
            raise EngineStopped
        self._inbox.put((runner, sequence))

    def stop(self) -> None:
        """Ends every sequence with `EngineStopped` and the thread with them."""
        self._stopping.set()
        self._inbox.put(None)
        self._thread.join()

    def _loop(self) -> None:
        while not self._stopping.is_set():
            self._take_in(wait=not any(s.has_work for s in self._schedulers.values()))
            for runner, scheduler in self._schedulers.items():
                if scheduler.has_work:
                    self._call(runner, scheduler)
        self._take_in(wait=False)
        for scheduler in self._schedulers.values():
            scheduler.end_all(EngineStopped())

    def _take_in(self, *, wait: bool) -> None:
        """Moves what was submitted to the schedulers; with `wait`, sleeps until there is something."""
        while wait or not self._inbox.empty():
            wait = False
            submitted = self._inbox.get()
            if submitted is not None:
                runner, sequence = submitted
                self._schedulers.setdefault(runner, Scheduler(runner.slots)).add(sequence)

    def _call(self, runner: Runner, scheduler: Scheduler) -> None:
        rows = scheduler.schedule()
        running = scheduler.running
        if not running:
            return
        try:
            runner.arrange(rows, [sequence.primer[0] for sequence in running])
            events = runner.step(
                np.stack([sequence.next_forced(runner.steps) for sequence in running]),
                np.stack([sequence.next_noise(runner.steps) for sequence in running]),
                np.array([sequence.temperature for sequence in running], np.float32),
            )
            for sequence, row in zip(running, events, strict=True):
                sequence.accept(row)
        except Exception as error:
            logger.exception("a call of the engine failed; its %d sequences end", len(running))
            scheduler.fail_running(error)
