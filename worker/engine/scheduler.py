"""Which sequences share a batch: first come, first served, joining and leaving between calls."""

from __future__ import annotations

from collections import deque

from worker.engine.sequence import Sequence


class Scheduler:
    """The rows of one model.

    NOTE: Iteration-level scheduling as in Orca (Yu et al., 2022): before each call the set of rows is chosen anew. A
    recurrent row's state is of fixed size, so that nothing is ever paged out: a row keeps its place until it ends.
    """

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._waiting: deque[Sequence] = deque()
        self.running: list[Sequence] = []

    def add(self, sequence: Sequence) -> None:
        self._waiting.append(sequence)

    @property
    def has_work(self) -> bool:
        return bool(self._waiting or self.running)

    def schedule(self) -> list[int | None]:
        """Chooses the rows of the next call: for each its row in the last call, or None for one that joins."""
        stayed: list[int | None] = [row for row, sequence in enumerate(self.running) if self._goes_on(sequence)]
        self.running = [self.running[row] for row in stayed if row is not None]
        while self._waiting and len(self.running) < self._slots:
            sequence = self._waiting.popleft()
            if self._goes_on(sequence):
                self.running.append(sequence)
                stayed.append(None)
        return stayed

    def fail_running(self, error: BaseException) -> None:
        """Ends what runs; what waits has not been touched by the fault and waits on."""
        for sequence in self.running:
            sequence.end(error)
        self.running = []

    def end_all(self, error: BaseException) -> None:
        self.fail_running(error)
        while self._waiting:
            self._waiting.popleft().end(error)

    @staticmethod
    def _goes_on(sequence: Sequence) -> bool:
        """Ends a sequence that is complete, canceled or late."""
        if sequence.decoder.done:
            sequence.end()
            return False
        reason = sequence.reason_to_stop()
        if reason is not None:
            sequence.end(reason)
        return reason is None
