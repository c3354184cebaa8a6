"""Writes one event of a worker to the database, as far as it still matters.

Events may come twice, out of order, or from a run that another has overtaken: final states absorb, a lower attempt
never undoes a higher one, and an event that came before changes nothing.
"""

from __future__ import annotations

import logging
import uuid
from datetime import UTC, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q, QuerySet

from web.jobs.models import Job, ResultFile
from web.jobs.services.results import result_store
from web.jobs.services.transition import move
from worker.contract.events import AudioChanged, FileStored, JobEvent, Progressed, StatusChanged
from worker.contract.journal import LAST_WORD
from worker.contract.status import FINAL, AudioStatus, JobStatus

logger = logging.getLogger(__name__)


@transaction.atomic(savepoint=False)
def apply_event(event: JobEvent) -> None:
    """Applies one event; safe to repeat.

    Raises:
        ValueError: The job id is none that web gave out.
    """
    job_id = uuid.UUID(event.job_id)
    jobs = Job.objects.filter(pk=job_id)
    match event.payload:
        case StatusChanged() as change:
            _change_status(job_id, event, change)
        case FileStored() as file:
            _record_file(jobs, event, file)
        case AudioChanged() as change:
            _change_audio(jobs, event, change)
        case Progressed():
            pass


def _change_status(job_id: uuid.UUID, event: JobEvent, change: StatusChanged) -> None:
    at = datetime.fromtimestamp(event.at_unix_seconds, UTC)
    mine = Job.objects.filter(attempt__lte=event.attempt).exclude(status=change.status, attempt=event.attempt)
    move(mine, job_id, change, at, _of_run(event, change))


def _of_run(event: JobEvent, change: StatusChanged) -> dict[str, Any]:
    """What the run says of itself; web's last word is no run's."""
    if event.attempt == LAST_WORD:
        return {}
    engine = {"engine": change.engine} if change.engine else {}
    return {"attempt": event.attempt, "warnings": list(change.warnings), **engine}


def _record_file(jobs: QuerySet[Job], event: JobEvent, file: FileStored) -> None:
    job = jobs.select_for_update().first()
    if job is None:  # taken back at submission, or pruned: nobody can ask for its files any more
        _discard_files(event.job_id)
    elif jobs.filter(_heeds(event)).exists() and _replace_file(job, event, file):
        jobs.update(version=F("version") + 1)


def _discard_files(job_id: str) -> None:
    try:
        result_store().delete(job_id)
    except OSError:
        # Ingest waits for no store: others' events come first.
        logger.exception("files of job %s, which is gone, stay where they are", job_id)


def _replace_file(job: Job, event: JobEvent, file: FileStored) -> bool:
    known = ResultFile.objects.filter(job=job, name=file.name).first()
    if known is not None and known.attempt >= event.attempt:
        return False
    values = {
        "media_type": file.media_type,
        "bytes": file.bytes,
        "sha256": file.sha256,
        "attempt": event.attempt,
    }
    ResultFile.objects.update_or_create(job=job, name=file.name, defaults=values)
    return True


def _change_audio(jobs: QuerySet[Job], event: JobEvent, change: AudioChanged) -> None:
    jobs.filter(_heeds(event), _AUDIO_FROM[change.status]).update(
        audio_status=change.status,
        audio_error=change.error.to_json() if change.error else None,
        version=F("version") + 1,
    )


# What was left to be asked for is rendered after all when somebody asks; what was asked for is not left.
_AUDIO_FROM: Final = {
    AudioStatus.ON_REQUEST: Q(audio_status=AudioStatus.PENDING, audio_asked_attempt=0),
    AudioStatus.READY: Q(audio_status__in=(AudioStatus.PENDING, AudioStatus.ON_REQUEST)),
    AudioStatus.FAILED: Q(audio_status__in=(AudioStatus.PENDING, AudioStatus.ON_REQUEST)),
}


def _heeds(event: JobEvent) -> Q:
    """Jobs to which this run's results belong: under way and not overtaken, or brought to its end by this very run."""
    return Q(attempt__lte=event.attempt) & ~Q(status__in=FINAL) | Q(attempt=event.attempt, status=JobStatus.SUCCEEDED)
