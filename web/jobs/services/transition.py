"""The one UPDATE that changes a job's status: a compare-and-set, so that a late or doubled writer changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce

from web.jobs.signals import job_moved
from worker.contract.status import PREDECESSORS, AudioStatus, JobStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from web.jobs.models import Job
    from worker.contract.events import StatusChanged


def move(
    jobs: QuerySet[Job], job_id: UUID, change: StatusChanged, at: datetime, also: Mapping[str, Any] | None = None
) -> bool:
    """Moves the job, if it is among `jobs` and may go there from where it is, and sets `also`; says whether it did."""
    fields = {**(also or {}), **_fields(change, at)}
    with transaction.atomic(savepoint=False):
        moved = jobs.filter(pk=job_id, status__in=PREDECESSORS[change.status]).update(**fields)
        if moved:
            job_moved.send(sender=move, job_id=job_id, status=change.status, at=at)
    return bool(moved)


def _fields(change: StatusChanged, at: datetime) -> dict[str, Any]:
    reason = change.error.to_json() if change.error else None
    fields: dict[str, Any] = {"status": change.status, "error": reason, "version": F("version") + 1}
    if change.status is JobStatus.RUNNING:
        fields["started_at"] = Coalesce("started_at", Value(at))
    if change.status.is_final:
        fields["finished_at"] = at
    if change.status.is_final and change.status is not JobStatus.SUCCEEDED:
        fields |= {"audio_status": AudioStatus.FAILED, "audio_error": reason}
    return fields
