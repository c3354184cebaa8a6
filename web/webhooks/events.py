"""What a webhook tells of."""

from __future__ import annotations

from enum import StrEnum

from worker.contract.status import JobStatus


class WebhookEvent(StrEnum):
    STARTED = "job.started"
    COMPLETED = "job.completed"


def event_of(status: JobStatus) -> WebhookEvent | None:
    """The event of a job's coming to `status`; None where there is none to tell of."""
    if status.is_final:
        return WebhookEvent.COMPLETED
    return WebhookEvent.STARTED if status is JobStatus.RUNNING else None
