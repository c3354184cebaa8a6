"""Which sequences share a batch: first come, first served, joining and leaving between calls."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

from worker.engine.branch import NotFinite
from worker.engine.runner import Decided, Joining
from worker.engine.sequence import Sequence

AnySequence = Sequence[Any]


@dataclass(slots=True)
class _Seat:
    """A sequence in the batch, and where its rows come from: rows of the last call; empty for one that joins."""

    sequence: AnySequence
    sources: list[int]


class Scheduler:
    """The rows of one model.

    NOTE: Iteration-level scheduling as in Orca (Yu et al., 2022): before each call the set of rows is chosen anew. A
    recurrent row's state is of fixed size, so that nothing is ever paged out: a row keeps its place until it ends.
    """

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._waiting: deque[AnySequence] = deque()
        self._seats: list[_Seat] = []
        self._rows_before = 0

    def add(self, sequence: AnySequence) -> None:
        self._waiting.append(sequence)

    @property
    def has_work(self) -> bool:
        return bool(self._waiting or self._seats)

    @property
    def running(self) -> list[AnySequence]:
        return [seat.sequence for seat in self._seats]

    @property
    def rows(self) -> int:
        """How many are taken."""
        return sum(seat.sequence.beam.rows for seat in self._seats)

    def schedule(self) -> tuple[list[int | Joining], bool]:
        """Chooses the rows of the next call, each a row of the last one or one that joins.

        Returns:
            The rows, and whether they are others than those of the last call.
        """
        before = self._rows_before
        self._seats = [seat for seat in self._seats if self._goes_on(seat.sequence)]
        while self._waiting and self.rows + self._waiting[0].beam.rows <= self._slots:
            sequence = self._waiting.popleft()
            if self._goes_on(sequence):
                self._seats.append(_Seat(sequence, []))
        rows = [row for seat in self._seats for row in _rows(seat)]
        self._rows_before = len(rows)
        return rows, rows != list(range(before))

    def accept(self, decided: Decided) -> None:
        """Hands what a call decided to its sequences; one whose numbers broke ends alone."""
        first, kept = 0, []
        for seat in self._seats:
            try:
                places = seat.sequence.accept(decided, first)
                kept.append(_Seat(seat.sequence, [first + place for place in places]))
            except NotFinite as error:
                seat.sequence.end(error)
            first += seat.sequence.beam.rows
        self._seats = kept

    def fail_running(self, error: BaseException) -> None:
        """Ends what runs; what waits has not been touched by the fault and waits on."""
        for seat in self._seats:
            seat.sequence.end(error)
        self._seats = []
        self._rows_before = 0

    def end_all(self, error: BaseException) -> None:
        self.fail_running(error)
        while self._waiting:
            self._waiting.popleft().end(error)

    @staticmethod
    def _goes_on(sequence: AnySequence) -> bool:
        """Ends a sequence that is complete, canceled or late."""
        if sequence.done:
            sequence.end()
            return False
        reason = sequence.reason_to_stop()
        if reason is not None:
            sequence.end(reason)
        return reason is None


def _rows(seat: _Seat) -> list[int | Joining]:
    if seat.sources:
        return list(seat.sources)
    sequence = seat.sequence
    return [Joining(branch.voice.primer[0], sequence.rules) for branch in sequence.branches]
