"""A fixed pool of workers, call by call: dear, and the measure of what is cheaper."""

from __future__ import annotations

import heapq
import itertools
import math
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.bench.cluster.costs import Costs
from tests.bench.cluster.mix import Piece


@dataclass(slots=True)
class Job:
    """One piece and what became of it, in seconds; never begun where it was refused."""

    arrived: float
    piece: Piece
    begun: float = math.nan
    first_note: float = math.nan
    ended: float = math.nan
    left: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Worker:
    """One engine: each round, every network with work makes one call for all its rows."""

    costs: Costs
    clock: float = 0.0
    jobs: list[Job] = field(default_factory=list)
    new: list[Job] = field(default_factory=list)
    rows_before: dict[str, int] = field(default_factory=dict)

    @property
    def taken(self) -> int:
        return len(self.jobs) + len(self.new)

    def take(self, job: Job, now: float) -> None:
        job.begun, job.left = now, Counter(job.piece.calls)
        self.new.append(job)

    def round(self, now: float) -> None:
        """Moves the clock to the round's end; jobs that end in it keep their places as long."""
        self.clock = now + len(self.new) * self.costs.job_seconds
        joined = {name for job in self.new for name in job.piece.networks}
        self.jobs += self.new
        self.new = []
        for name, rows in Counter(name for job in self.jobs for name in job.left).items():
            self._call(name, rows, is_other=name in joined or rows != self.rows_before.get(name))
        self.rows_before = Counter(name for job in self.jobs for name in job.left)

    def let_go(self) -> None:
        """Jobs that ended in the round before leave their places."""
        self.jobs = [job for job in self.jobs if job.left]

    def _call(self, name: str, rows: int, *, is_other: bool) -> None:
        costs = self.costs.networks[name]
        self.clock += costs.seconds(rows) + is_other * costs.changed_seconds(rows)
        for job in self.jobs:
            if name in job.left:
                if math.isnan(job.first_note):
                    job.first_note = self.clock
                job.left[name] -= 1
                if not job.left[name]:
                    del job.left[name]
                    job.ended = self.clock


@dataclass(slots=True)
class Pool:
    """So many workers on one queue."""

    costs: Costs
    workers: int
    slots: int = 64
    queue_limit: float = math.inf

    def run(self, jobs: Iterable[Job]) -> list[Job]:
        """Has all jobs made, which come in the order of their arrival; says of each what became of it."""
        return _Run(self).run(list(jobs))


class _Run:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._workers = [_Worker(pool.costs) for _ in range(pool.workers)]
        self._queue: deque[Job] = deque()
        # When each worker that has work is between two rounds.
        self._rounds: list[tuple[float, int]] = []
        # Who asked for a message first is given the next.
        self._turn = itertools.cycle(range(pool.workers))

    def run(self, jobs: list[Job]) -> list[Job]:
        for job in jobs:
            self._go_on_until(job.arrived)
            self._arrive(job)
        self._go_on_until(math.inf)
        return jobs

    def _go_on_until(self, now: float) -> None:
        while self._rounds and self._rounds[0][0] <= now:
            at, number = heapq.heappop(self._rounds)
            worker = self._workers[number]
            worker.let_go()
            while self._queue and worker.taken < self._pool.slots:
                worker.take(self._queue.popleft(), at)
            if worker.taken:
                worker.round(at)
                heapq.heappush(self._rounds, (worker.clock, number))

    def _arrive(self, job: Job) -> None:
        if len(self._queue) + sum(worker.taken for worker in self._workers) >= self._pool.queue_limit:
            return
        number = next((n for n, _ in zip(self._turn, self._workers, strict=False) if self._is_free(n)), None)
        if number is None:
            self._queue.append(job)
            return
        worker = self._workers[number]
        if not any(number == other for _, other in self._rounds):
            heapq.heappush(self._rounds, (job.arrived, number))
        worker.take(job, job.arrived)

    def _is_free(self, number: int) -> bool:
        return self._workers[number].taken < self._pool.slots
