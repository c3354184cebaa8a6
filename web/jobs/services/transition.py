"""The one UPDATE that changes a job's status: a compare-and-set, so that a late or doubled writer changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce

from worker.contract.status import PREDECESSORS, AudioStatus, JobStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from web.jobs.models import Job
    from worker.contract.errors import JobError


def move(
    jobs: QuerySet[Job],
    to: JobStatus,
    at: datetime,
    error: JobError | None = None,
    also: Mapping[str, Any] | None = None,
) -> int:
    """Moves those of `jobs` that may go there from where they are, and sets `also`; returns how many did."""
    reason = error.to_json() if error else None
    fields: dict[str, Any] = {**(also or {}), "status": to, "error": reason, "version": F("version") + 1}
    if to is JobStatus.RUNNING:
        fields["started_at"] = Coalesce("started_at", Value(at))
    if to.is_final:
        fields["finished_at"] = at
    if to.is_final and to is not JobStatus.SUCCEEDED:
        fields |= {"audio_status": AudioStatus.FAILED, "audio_error": reason}
    return jobs.filter(status__in=PREDECESSORS[to]).update(**fields)
