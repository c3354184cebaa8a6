"""Removes a job and everything that was kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.config.redis import redis_client
from web.jobs.services.cancel import CANCELED
from web.jobs.services.results import result_store
from worker.contract.cancel import request_cancel
from worker.contract.journal import announce, erase_journal, write_last_word
from worker.contract.queues import live_audio_end_key, live_audio_key

if TYPE_CHECKING:
    from web.jobs.models import Job


def erase(job: Job) -> None:
    """Stops the job if it is under way, then removes its journal, audio, files and row, in that order.

    Raises:
        RedisError: The journal is as it was, and so is the rest.
    """
    redis, job_id = redis_client(), str(job.pk)
    request_cancel(redis, job_id)
    erase_journal(redis, job_id)
    write_last_word(redis, job_id, CANCELED)
    redis.delete(live_audio_key(job_id), live_audio_end_key(job_id))
    result_store().delete(job_id)
    job.delete()
    announce(redis, [job_id])
