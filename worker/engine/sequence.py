"""One part of a piece in the engine: what was asked of it and where it stands."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from worker.engine.branch import Branch, Voice
from worker.engine.rules import Rules
from worker.engine.runner import Decided

V = TypeVar("V", bound=Voice)
T = TypeVar("T")


class SequenceCanceled(Exception):
    """Whoever asked for the music no longer wants it."""


class SequenceTimedOut(Exception):
    """The time that it was given passed before the music was complete."""


@dataclass(frozen=True, slots=True)
class Beam:
    """Beam search as Magenta has it.

    Attributes:
        size: Pieces kept.
        branch_factor: Continuations tried of each.
        steps_per_iteration: Events between two choices.
    """

    size: int = 1
    branch_factor: int = 1
    steps_per_iteration: int = 1

    @property
    def rows(self) -> int:
        return self.size * self.branch_factor


class Sequence(Generic[V]):
    """One row of the batch, or as many as its beam has.

    The noise of a row's step depends on the seed, the row's place in the beam and the step alone.
    """

    def __init__(self, voice: V, rules: Rules, seed: int, time_limit_seconds: float, beam: Beam | None = None) -> None:
        self.rules = rules
        self.beam = beam or Beam()
        self._deadline = time.monotonic() + time_limit_seconds
        self._noise = [_noise(seed, place) for place in range(self.beam.rows)]
        first = Branch.begin(voice, self._noise[0])
        self.branches = [first, *(first.copy(noise) for noise in self._noise[1:])]
        self._best: Branch = first
        self._until_choice = self.beam.steps_per_iteration
        # Held while the voice hears events, so that others can look at it in between.
        self._hearing = threading.Lock()
        self._ended = threading.Event()
        self._canceled = threading.Event()
        self._error: BaseException | None = None

    @property
    def voice(self) -> V:
        """That of the likeliest piece."""
        best: V = self._best.voice  # type: ignore[assignment]
        return best

    def look(self, see: Callable[[V], T]) -> T:
        """What `see`, which must be quick, finds in the voice while it hears nothing; any thread may call this."""
        with self._hearing:
            return see(self.voice)

    @property
    def events(self) -> int:
        return self._best.events

    @property
    def done(self) -> bool:
        return self._best.voice.done

    def may_run(self, steps: int) -> bool:
        """Whether so many events may be decided in one call."""
        limits = [branch.may_run for branch in self.branches]
        if self.beam.rows > 1:
            limits.append(self._until_choice)
        return all(limit is None or limit >= steps for limit in limits)

    def accept(self, decided: Decided, first_row: int) -> list[int]:
        """Takes what a call decided for its rows, the first of which is `first_row`.

        Returns:
            For each of its rows the one, counted from its first, that it goes on from.

        Raises:
            NotFinite: A row's numbers are no numbers any more.
        """
        with self._hearing:
            return self._accept(decided, first_row)

    def _accept(self, decided: Decided, first_row: int) -> list[int]:
        for place, branch in enumerate(self.branches):
            branch.accept(decided, first_row + place)
        if self.beam.rows == 1:
            return [0]
        self._until_choice -= decided.events.shape[1]
        return list(range(self.beam.rows)) if self._until_choice > 0 else self._choose()

    def _choose(self) -> list[int]:
        """Keeps the likeliest, and has each gone on with several times."""
        self._until_choice = self.beam.steps_per_iteration
        order = sorted(range(self.beam.rows), key=lambda place: -self.branches[place].log_likelihood)
        self._best = self.branches[order[0]]
        sources = [place for place in order[: self.beam.size] for _ in range(self.beam.branch_factor)]
        pairs = zip(sources, self._noise, strict=True)
        self.branches = [self.branches[source].copy(noise) for source, noise in pairs]
        return sources

    def reason_to_stop(self) -> BaseException | None:
        if self._canceled.is_set():
            return SequenceCanceled()
        return SequenceTimedOut() if time.monotonic() > self._deadline else None

    def cancel(self) -> None:
        """Any thread may call this; the sequence leaves the batch at the next call."""
        self._canceled.set()

    def end(self, error: BaseException | None = None) -> None:
        """The engine calls this once."""
        self._error = error
        self._ended.set()

    @property
    def has_ended(self) -> bool:
        return self._ended.is_set()

    def wait(self, timeout_seconds: float) -> bool:
        """True once the sequence has ended.

        Raises:
            BaseException: The error it ended with.
        """
        if not self._ended.wait(timeout_seconds):
            return False
        if self._error is not None:
            raise self._error
        return True


def _noise(seed: int, place: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=np.array((seed, place), np.uint64)))
