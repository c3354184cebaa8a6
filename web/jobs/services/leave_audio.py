"""Leaves audio for which nobody has asked to whoever will."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings

from web.config.redis import redis_client
from web.jobs.models import Job
from web.jobs.services.ask_audio import is_lazy
from worker.contract.events import AudioChanged
from worker.contract.journal import JournalWriter, Superseded
from worker.contract.status import AudioStatus, JobStatus

if TYPE_CHECKING:
    from datetime import datetime

BATCH: Final = 200
ON_REQUEST: Final = AudioChanged(AudioStatus.ON_REQUEST)


def leave_audio(now: datetime) -> int:
    """Says in the journals of pieces whose grace is over that their audio is made on request; returns of how many.

    By the journal whoever follows the job hears of it, and so does the database.
    """
    if not is_lazy():
        return 0
    finished_before = now - timedelta(seconds=settings.AUDIO_GRACE_SECONDS)
    pieces = Job.objects.filter(status=JobStatus.SUCCEEDED, finished_at__lt=finished_before)
    unasked = pieces.filter(audio_status=AudioStatus.PENDING, audio_asked_attempt=0)
    return sum(_leave(job) for job in unasked[:BATCH])


def _leave(job: Job) -> bool:
    try:
        JournalWriter(redis_client(), str(job.pk), job.attempt).write(ON_REQUEST)
    except Superseded:  # it is being erased
        return False
    return True
