"""The outbox sweep: sends again what was committed and is nowhere to be found.

A job counts as lost when its row is queued, its message was sent over 30 seconds ago, and it neither waits in the
queue, nor is held by a worker, nor was ever begun. That is so when web died between commit and send, or when Redis lost
its data. Should a message turn up after all, the worker takes a second attempt, and the first one counts no more.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Final

from django.utils import timezone

from web.config.redis import redis_client
from web.jobs.models import Job
from web.jobs.services.messages import job_ids_in_broker
from web.jobs.services.send import send
from worker.contract.queues import attempts_key
from worker.contract.status import JobStatus

logger = logging.getLogger(__name__)

PATIENCE: Final = timedelta(seconds=30)


def resend_lost() -> int:
    """Sends lost jobs again; returns how many."""
    now = timezone.now()
    waiting = list(Job.objects.filter(status=JobStatus.QUEUED, sent_at__lt=now - PATIENCE, deadline_at__gt=now))
    if not waiting:
        return 0
    redis = redis_client()
    in_broker = job_ids_in_broker(redis)
    lost = [job for job in waiting if str(job.id) not in in_broker and not redis.exists(attempts_key(str(job.id)))]
    for job in lost:
        send(job)
        Job.objects.filter(pk=job.pk).update(sent_at=now)
        logger.warning("sent job %s again", job.id)
    return len(lost)
