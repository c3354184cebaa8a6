"""A job as Django shows it, as far as those who wait must know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from worker.contract.status import AudioStatus, JobStatus

if TYPE_CHECKING:
    from web.live.answer import Answer


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a job has come."""

    status: JobStatus = JobStatus.QUEUED
    attempt: int = 0
    audio: AudioStatus = AudioStatus.PENDING

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """From an answer 200 that shows the job."""
        job = answer.json
        return cls(JobStatus(job["status"]), job["attempt"], AudioStatus(job["audio"]["status"]))

    @property
    def is_final(self) -> bool:
        return self.status.is_final

    @property
    def is_settled(self) -> bool:
        """Whether nothing will change any more; only a piece that succeeded has audio after it."""
        return self.is_final and (self.status is not JobStatus.SUCCEEDED or self.audio is not AudioStatus.PENDING)

    def is_ahead_of(self, other: Standing) -> bool:
        return self._rank > other._rank

    @property
    def _rank(self) -> tuple[int, bool]:
        return (self.status is not JobStatus.QUEUED) + self.is_final, self.is_settled
