"""A pool of any size for a day: workers share what there is evenly, and jobs are counted and not followed.

A round of an engine is one call for each of its networks, so that every piece under way comes on by one call a round.
A piece of so many calls is complete when so many rounds have passed: one clock of rounds says when all pieces end.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tests.bench.cluster.costs import Costs
from tests.bench.cluster.mix import Piece
from tests.bench.cluster.rounds import round_seconds
from tests.bench.cluster.scaling import LOOK_SECONDS, Scaling
from tests.bench.cluster.seen import STEP_SECONDS, Array, Seen

ROUNDS_AT_ONCE = 8


@dataclass(slots=True)
class Fluid:
    """Workers of one core each.

    Attributes:
        queue_limit: Jobs queued and running at which others are refused.
        grace_seconds: What a worker that is to go may still take for the pieces it has.
    """

    costs: Costs
    pieces: Sequence[Piece]
    scaling: Scaling
    slots: int = 64
    queue_limit: float = math.inf
    grace_seconds: float = 55.0

    def run(self, per_second: Callable[[Array], Array], seconds: float, seed: int) -> Seen:
        """Jobs come at random, so many a second as `per_second` says of each time."""
        steps = int(seconds / STEP_SECONDS)
        drawn = np.random.default_rng(seed)
        times = np.arange(steps, dtype=np.float64) * np.float64(STEP_SECONDS)
        arrivals = drawn.poisson(per_second(times) * STEP_SECONDS)
        run = _Run(self, drawn, steps)
        for step, count in enumerate(arrivals):
            run.step(step, int(count))
        return run.seen(int(arrivals.sum()))


@dataclass(slots=True)
class _Run:
    pool: Fluid
    drawn: np.random.Generator
    steps: int
    wanted: int = 0
    ready: int = 0
    starting: deque[tuple[float, int]] = field(default_factory=deque)
    queue: deque[list[int]] = field(default_factory=deque)
    queued: int = 0
    running: int = 0
    clock: float = 0.0
    refused: int = 0
    handed_back: int = 0
    worker_seconds: float = 0.0
    waits: list[tuple[float, int, int]] = field(default_factory=list)
    rounds: Array = field(init=False)
    workers: Array = field(init=False)
    jobs: Array = field(init=False)
    names: list[str] = field(init=False)
    rows: NDArray[np.int64] = field(init=False)
    leaving: NDArray[np.int64] = field(init=False)
    ending: NDArray[np.int64] = field(init=False)
    shares: Array = field(init=False)

    def __post_init__(self) -> None:
        pieces = self.pool.pieces
        self.rounds, self.workers, self.jobs = (np.zeros(self.steps) for _ in range(3))
        self.names = list(dict.fromkeys(name for piece in pieces for name in piece.networks))
        length = max(piece.longest for piece in pieces) + 2
        # How many rows of each network leave, and how many jobs end, in each round to come.
        self.leaving = np.zeros((len(self.names), length), np.int64)
        self.ending = np.zeros(length, np.int64)
        self.rows = np.zeros(len(self.names), np.int64)
        self.shares = np.array([piece.share for piece in pieces]) / sum(piece.share for piece in pieces)
        self.wanted = self.ready = self.pool.scaling.first

    def step(self, step: int, arrivals: int) -> None:
        self._scale(step * STEP_SECONDS)
        self._arrive(step, arrivals)
        self._play(self._begin(step))
        self.rounds[step], self.workers[step], self.jobs[step] = self.clock, self.ready, self.queued + self.running
        self.worker_seconds += STEP_SECONDS * self.wanted

    def _scale(self, now: float) -> None:
        while self.starting and self.starting[0][0] <= now:
            self.ready += self.starting.popleft()[1]
        if now % LOOK_SECONDS:
            return
        wanted = self.pool.scaling.wanted(now, self.queued + self.running, self.wanted)
        if wanted > self.wanted:
            self.starting.append((now + self.pool.costs.start_seconds, wanted - self.wanted))
        for _ in range(wanted, self.wanted):
            self._end_worker(now)
        self.wanted = wanted

    def _end_worker(self, now: float) -> None:
        """One that has not begun yet, or one that hands back what it cannot finish."""
        if self.starting:
            at, count = self.starting.pop()
            if count > 1:
                self.starting.append((at, count - 1))
            return
        self.worker_seconds += self.pool.grace_seconds
        within = self.pool.grace_seconds / self._round_seconds(0.0) if self.running else math.inf
        self.ready -= 1
        if within < len(self.ending):
            self._hand_back(int(within), now)

    def _hand_back(self, within: int, now: float) -> None:
        """Of the pieces that take more rounds than that, those of one worker go to the queue, and begin anew."""
        places = (int(self.clock) + np.arange(within, len(self.ending))) % len(self.ending)
        share = 1 / (self.ready + 1)
        back = self.drawn.binomial(self.ending[places], share)
        rows = self.drawn.binomial(self.leaving[:, places], share)
        self.ending[places] -= back
        self.leaving[:, places] -= rows
        self.rows -= rows.sum(1)
        count = int(back.sum())
        self.running -= count
        self.handed_back += count
        self.queue.appendleft([int(now / STEP_SECONDS), count])
        self.queued += count

    def _arrive(self, step: int, arrivals: int) -> None:
        room = max(0.0, self.pool.queue_limit - self.queued - self.running)
        taken = int(min(arrivals, room))
        self.refused += arrivals - taken
        if taken:
            self.queue.append([step, taken])
            self.queued += taken

    def _begin(self, step: int) -> int:
        """Who came first is given a place first."""
        count = room = max(0, min(self.queued, self.ready * self.pool.slots - self.running))
        while room:
            came, waiting = self.queue[0]
            taken = min(waiting, room)
            self.waits.append(((step - came) * STEP_SECONDS, taken, step))
            self.queue[0][1] -= taken
            room -= taken
            if not self.queue[0][1]:
                self.queue.popleft()
        if count:
            self._join(count)
        return count

    def _join(self, count: int) -> None:
        of_each = self.drawn.multinomial(count, self.shares)
        self.queued -= count
        self.running += count
        at, length = int(self.clock), len(self.ending)
        for place in np.flatnonzero(of_each).tolist():
            piece = self.pool.pieces[place]
            self.ending[(at + piece.longest) % length] += of_each[place]
            for name, calls in piece.calls.items():
                number = self.names.index(name)
                self.rows[number] += of_each[place]
                self.leaving[number, (at + calls) % length] += of_each[place]

    def _play(self, begun: int) -> None:
        """A few rounds pass at a time, as each piece that ends makes those after it shorter."""
        left = STEP_SECONDS
        per_worker = begun / STEP_SECONDS / max(1, self.ready)
        while left > 0 and self.running:
            took = self._round_seconds(per_worker)
            passed = min(left / took, float(ROUNDS_AT_ONCE))
            self._end_rounds(math.floor(self.clock), math.floor(self.clock + passed))
            self.clock += passed
            left -= passed * took

    def _end_rounds(self, before: int, after: int) -> None:
        for at in range(before + 1, after + 1):
            place = at % len(self.ending)
            self.rows -= self.leaving[:, place]
            self.running -= int(self.ending[place])
            self.leaving[:, place] = self.ending[place] = 0

    def _round_seconds(self, begun_per_worker: float) -> float:
        """A round of a worker that has work."""
        return round_seconds(self.pool.costs, self.names, self.rows.tolist(), max(1, self.ready), begun_per_worker)

    def seen(self, arrived: int) -> Seen:
        waits = np.array(self.waits, np.float64).reshape(-1, 3)
        counted = (arrived, self.refused, self.handed_back, self.worker_seconds)
        return Seen(waits, self.rounds, self.workers, self.jobs, *counted)
