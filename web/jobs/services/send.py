"""Puts messages on the queues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from web.config.celery import producer
from worker.contract import traces
from worker.contract.logs import about
from worker.contract.queues import GENERATE_TASK, RENDER_QUEUE, RENDER_TASK, render_task_id
from worker.contract.results import MP3_NAME

if TYPE_CHECKING:
    from web.jobs.models import Job


class QueueUnavailableError(Exception):
    """Redis does not answer."""


def send(job: Job) -> None:
    """Has the job's piece made; the message's id is the job's, so that sending twice is one job to the workers.

    Raises:
        QueueUnavailableError: The message could not be handed over.
    """
    with about(str(job.pk)), traces.span("send", job_id=str(job.pk)):
        put_on_queue(GENERATE_TASK, [job.spec, job.attempt], str(job.pk), job.queue)


def send_to_render(job: Job, name: str = MP3_NAME) -> None:
    """Has the job's audio rendered as file `name`; raises as `send` does."""
    job_id = str(job.pk)
    put_on_queue(RENDER_TASK, [job_id, job.attempt, name], render_task_id(job_id, job.attempt, name), RENDER_QUEUE)


def put_on_queue(task: str, arguments: list[Any], task_id: str, queue: str) -> None:
    """Sends one message to workers; raises as `send` does."""
    try:
        producer().send_task(task, args=arguments, task_id=task_id, queue=queue, headers=traces.headers())
    except (OperationalError, RedisError, OSError) as error:
        raise QueueUnavailableError(str(error)) from error
