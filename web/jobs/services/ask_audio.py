"""Has a piece's audio rendered for those who ask for it: once, however many they are."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db.models import Q

from web.config.environment import AudioRendering
from web.config.redis import redis_client
from web.jobs.models import Job
from web.jobs.services.send import QueueUnavailableError, send_to_render
from worker.contract.listeners import note_listener
from worker.contract.queues import audio_asked_key
from worker.contract.results import MP3_NAME
from worker.contract.status import AudioStatus, JobStatus

# A WAV or Ogg file that is not there by then was lost on its way, and is asked for again.
ASKED_SECONDS: Final = 30


def ask_audio(job: Job, name: str) -> None:
    """Sees to it that somebody renders file `name`, as soon as there is something to render.

    Raises:
        QueueUnavailableError, RedisError: Nobody does; it can be asked for again.
    """
    if name == MP3_NAME:
        _ask_mp3(job)
    elif job.status == JobStatus.SUCCEEDED:
        _ask_file(job, name)


def is_lazy() -> bool:
    """Whether MP3 files are rendered for those alone who ask for them."""
    return settings.AUDIO_RENDERING is AudioRendering.LAZY


def awaited_audio() -> Q:
    """Pieces whose MP3 ought to be on its way."""
    asked = Q(audio_status__in=(AudioStatus.PENDING, AudioStatus.ON_REQUEST), audio_asked_attempt__gt=0)
    return asked if is_lazy() else asked | Q(audio_status=AudioStatus.PENDING)


def _ask_mp3(job: Job) -> None:
    """Where all audio is rendered, the generation worker has it done, and each run again."""
    note_listener(redis_client(), str(job.pk))
    is_made_unasked = not is_lazy() and job.audio_status != AudioStatus.ON_REQUEST
    if is_made_unasked or job.status not in {JobStatus.RUNNING, JobStatus.SUCCEEDED}:
        return
    row = Job.objects.filter(pk=job.pk)
    if row.filter(audio_asked_attempt__lt=job.attempt).update(audio_asked_attempt=job.attempt):
        try:
            send_to_render(job)
        except QueueUnavailableError:
            row.filter(audio_asked_attempt=job.attempt).update(audio_asked_attempt=job.audio_asked_attempt)
            raise


def _ask_file(job: Job, name: str) -> None:
    redis, key = redis_client(), audio_asked_key(str(job.pk), name)
    if redis.set(key, 1, nx=True, ex=ASKED_SECONDS):
        try:
            send_to_render(job, name)
        except QueueUnavailableError:
            redis.delete(key)
            raise
