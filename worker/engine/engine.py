"""The engine: one thread that steps every running sequence of every model."""

from __future__ import annotations

import logging
import queue
import threading
import time
from typing import Any

import numpy as np

from worker.engine.runner import Call, Decided, Runner
from worker.engine.scheduler import AnySequence, Scheduler
from worker.engine.work import Work

logger = logging.getLogger(__name__)

# An idle engine says so often that it is alive.
TICK_SECONDS = 1.0


class EngineStopped(Exception):
    """The engine was stopped before the sequence was complete; the same request can be made elsewhere."""


class CallFailed(Exception):
    """A call of the network failed; what ran in it may succeed when asked for again."""


class Engine:
    """Submit from any thread; one thread of its own does the rest, and nothing else.

    Each round, every model with work makes one call for all its rows. A fault in a call ends the sequences of that
    call and no others.

    Attributes:
        work: What has been done so far.
    """

    def __init__(self) -> None:
        self.work = Work()
        self._inbox: queue.SimpleQueue[tuple[Runner, AnySequence] | None] = queue.SimpleQueue()
        self._schedulers: dict[Runner, Scheduler] = {}
        self._stopping = threading.Event()
        self._ticked = time.monotonic()
        self._thread = threading.Thread(target=self._loop, name="engine", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def seconds_since_tick(self) -> float:
        """Since the thread was last seen between two calls; one that hangs in a call ticks no more."""
        return time.monotonic() - self._ticked

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs or waits."""
        return not self._schedulers and self._inbox.empty()

    def submit(self, runner: Runner, sequence: AnySequence) -> None:
        """Queues `sequence`; `sequence.wait` tells when it has ended.

        Raises:
            EngineStopped: The engine takes no more.
            ValueError: The sequence wants more rows than there are slots.
        """
        if sequence.beam.rows > runner.slots:
            raise ValueError(f"a beam may have {runner.slots} rows, not {sequence.beam.rows}")
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
            self._ticked = time.monotonic()
            self._take_in(wait=not self._schedulers)
            for runner, scheduler in list(self._schedulers.items()):
                self._call(runner, scheduler)
                if not scheduler.has_work:
                    # A model that is let go of must not be held here.
                    del self._schedulers[runner]
        self._take_in(wait=False)
        for scheduler in self._schedulers.values():
            scheduler.end_all(EngineStopped())

    def _take_in(self, *, wait: bool) -> None:
        """Moves what was submitted to the schedulers; with `wait`, sleeps a while until there is something."""
        while wait or not self._inbox.empty():
            try:
                submitted = self._inbox.get(timeout=TICK_SECONDS)
            except queue.Empty:
                return
            wait = False
            if submitted is not None:
                runner, sequence = submitted
                self._schedulers.setdefault(runner, Scheduler(runner.slots)).add(sequence)

    def _call(self, runner: Runner, scheduler: Scheduler) -> None:
        try:
            rows, are_others = scheduler.schedule()
            if rows:
                if are_others:
                    rules = [sequence.rules for sequence in scheduler.running for _ in sequence.branches]
                    runner.arrange(rows, rules)
                scheduler.accept(self._step(runner, scheduler.running))
        except Exception as error:
            logger.exception("a call of the engine failed; its %d sequences end", len(scheduler.running))
            failed = CallFailed()
            failed.__cause__ = error
            scheduler.fail_running(failed)
            runner.reset()

    def _step(self, runner: Runner, sequences: list[AnySequence]) -> Decided:
        began = time.perf_counter()
        decided = runner.step(_call_of(runner, sequences))
        self.work.note(decided, runner.slots, time.perf_counter() - began)
        return decided


def _call_of(runner: Runner, sequences: list[AnySequence]) -> Call:
    steps = runner.steps if all(sequence.may_run(runner.steps) for sequence in sequences) else 1
    branches: list[Any] = [branch for sequence in sequences for branch in sequence.branches]
    return Call(
        forced=np.stack([branch.forced(steps, runner.event_size) for branch in branches]),
        noise=np.stack([branch.noise.random((steps, runner.draws), np.float32) for branch in branches]),
        controls=[branch.window(runner.segments) for branch in branches] if runner.segments else [],
    )
