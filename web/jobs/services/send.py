"""Puts a job's message on the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from web.config.celery import producer
from worker.contract.job_spec import JobSpec
from worker.contract.queues import GENERATE_QUEUE, GENERATE_TASK

if TYPE_CHECKING:
    from web.jobs.models import Job


class QueueUnavailableError(Exception):
    """Redis does not answer."""


def send(job: Job) -> None:
    """Sends the job's message, whose id is the job's, so that sending twice is one job to the worker.

    Raises:
        QueueUnavailableError: The message could not be handed over.
    """
    spec = JobSpec.from_json(job.spec)
    try:
        producer().send_task(GENERATE_TASK, args=[spec.to_json()], task_id=spec.job_id, queue=GENERATE_QUEUE)
    except (OperationalError, RedisError, OSError) as error:
        raise QueueUnavailableError(str(error)) from error
