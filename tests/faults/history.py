"""What workers have said of all jobs so far, progress left out."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Self

from redis import Redis

from worker.contract.events import JobEvent, StatusChanged
from worker.contract.queues import CHANGES_STREAM
from worker.contract.status import JobStatus


class History:
    """Reads the stream of changes along with ingest, from the beginning; it does not outlive a Redis made empty."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._seen = "0-0"
        self._events: dict[str, list[JobEvent]] = defaultdict(list)

    def read(self) -> Self:
        """Takes up what was said since the last time."""
        while entries := self._entries():
            for entry_id, fields in entries:
                event = JobEvent.from_fields(fields)
                self._events[event.job_id].append(event)
                self._seen = entry_id
        return self

    def reports(self, job_id: str, status: JobStatus) -> list[JobEvent]:
        """Every report of that status of the job, in order."""
        return [event for event in self._events[job_id] if _says(event, status)]

    def begun(self, job_id: str) -> list[JobEvent]:
        return self.reports(job_id, JobStatus.RUNNING)

    def has_ended(self, job_id: str) -> bool:
        return any(_says(event, status) for event in self._events[job_id] for status in JobStatus if status.is_final)

    def under_way(self, job_ids: list[str]) -> list[str]:
        """Those that somebody has begun and nobody has ended."""
        return [job_id for job_id in job_ids if self.begun(job_id) and not self.has_ended(job_id)]

    def _entries(self) -> Any:
        return self._redis.xrange(CHANGES_STREAM, f"({self._seen}", count=1000)


def _says(event: JobEvent, status: JobStatus) -> bool:
    return isinstance(event.payload, StatusChanged) and event.payload.status is status
