"""What is to be played: all of a stored file at once, or what a job's journal says, as it says it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from worker.contract.events import NotesDecided, ScoreBegun, StatusChanged
from worker.contract.journal import follow_journal
from worker.contract.status import JobStatus
from worker.process import redis
from worker.rendering.live_score import LiveScore
from worker.rendering.timeline import read_timeline

if TYPE_CHECKING:
    from mido import Message

# How often who waits for a job looks whether he should go on.
PAUSE_SECONDS: Final = 1.0
# Longer than any job may wait, be lost and begun again without a word.
MAX_SILENCE_SECONDS: Final = 900.0


class PieceAbandoned(Exception):
    """The piece ended otherwise than well, or nobody knows of it any more."""


class Passage(NamedTuple):
    """Messages with their frames, and the frame before which nothing more will come."""

    messages: list[tuple[int, Message]]
    until_frame: int


class StoredScore:
    """All of a file in one passage, which run `attempt` of its job stored."""

    def __init__(self, midi: bytes, attempt: int) -> None:
        self._midi = midi
        self.attempt = attempt

    def passages(self) -> Iterator[Passage]:
        """The only one.

        Raises:
            RenderError: The file cannot be read.
        """
        timeline = read_timeline(self._midi)
        yield Passage(list(timeline.messages), timeline.end_frame)

    def wait_for_end(self) -> None:
        """It is complete."""


class FollowedScore:
    """A job's score as its journal tells it, whichever run does.

    Args:
        job_id: The job's.
        go_on: Asked about once a second; raises to leave off.

    Attributes:
        attempt: The run that was heard last.
        status: What it said of the job.
    """

    def __init__(self, job_id: str, go_on: Callable[[], None]) -> None:
        self._journal = follow_journal(redis(), job_id, PAUSE_SECONDS)
        self._job_id = job_id
        self._go_on = go_on
        self._score: LiveScore | None = None
        self.attempt = 0
        self.status = JobStatus.QUEUED

    def passages(self) -> Iterator[Passage]:
        """Until the piece is complete.

        Raises:
            PieceAbandoned: It never will be.
        """
        while not (self._score and self._score.is_complete):
            if self._hear() and self._score:
                yield Passage(list(self._score.due()), self._score.until_frame)

    def wait_for_end(self) -> None:
        """Until the job has succeeded.

        Raises:
            PieceAbandoned: It has not.
        """
        while not self.status.is_final:
            self._hear()

    def _hear(self) -> bool:
        """Takes the next word; says whether it was of notes."""
        silence = 0.0
        while (event := next(self._journal)) is None:
            self._go_on()
            silence += PAUSE_SECONDS
            if silence >= MAX_SILENCE_SECONDS:
                raise PieceAbandoned(f"job {self._job_id} has been silent for {MAX_SILENCE_SECONDS:.0f} s")
        match event.payload:
            case ScoreBegun() as score:
                self._score = self._score or LiveScore(score)
            case NotesDecided() as decided if self._score:
                self._score.take(decided)
                return True
            case StatusChanged() as change:
                self.attempt, self.status = event.attempt, change.status
                if self.status.is_final and self.status is not JobStatus.SUCCEEDED:
                    raise PieceAbandoned(f"job {self._job_id} ended {self.status}")
        return False
