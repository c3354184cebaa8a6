"""The three tasks: compose a piece, render its audio, inspect a network that somebody uploaded."""

from __future__ import annotations

import logging
import time
from typing import Any, Final

from celery.exceptions import Reject

from worker.app import app
from worker.contract.job_spec import JobSpec, UnknownMessageVersion
from worker.contract.journal import Superseded
from worker.contract.queues import GENERATE_TASK, INSPECT_TASK, RENDER_TASK
from worker.contract.totals import Total
from worker.message import message_of
from worker.process import leases, totals

logger = logging.getLogger(__name__)

# Longer, and the message's own lease must be renewed.
REFUSAL_SECONDS: Final = 2.0

# Jobs of this process: after a lease was lost, a message can come back to the worker that still works on it.
_under_way: set[str] = set()


@app.task(name=GENERATE_TASK)
def generate(message: dict[str, Any], after_attempt: int) -> None:
    """Composes the piece of a `JobSpec`; the job's journal tells how it went.

    Whoever drops a message that came twice leaves the job to the worker that holds it; should that one die as well, web
    misses the job and sends it again.
    """
    with message_of(str(message.get("job_id")), "generate"):
        _generate(_read(message), after_attempt)


def _generate(spec: JobSpec, after_attempt: int) -> None:
    if spec.job_id in _under_way or not leases().hold(spec.job_id):
        logger.info("job %s is being made already; its message came twice", spec.job_id)
        totals().add(Total.MESSAGES_REFUSED, label="came_twice")
        return
    _under_way.add(spec.job_id)
    try:
        _make(spec, after_attempt)
    finally:
        _under_way.discard(spec.job_id)
        leases().release(spec.job_id)


@app.task(name=RENDER_TASK)
def render(job_id: str, attempt: int, name: str) -> None:
    """Renders a piece to the file `name`; the piece stays as it is when that fails."""
    from worker.rendering.run import render_piece

    with message_of(job_id, "render"):
        try:
            render_piece(job_id, attempt, name)
        except Superseded:
            logger.info("nobody wants the audio of job %s any more", job_id)
            totals().add(Total.RENDERINGS, label="superseded")


@app.task(name=INSPECT_TASK)
def inspect(upload_id: str, config: str, held_out: str) -> None:
    """Looks into an uploaded network, in a process of its own; its report tells what is in it."""
    from worker.inspecting.run import inspect_upload

    inspect_upload(upload_id, config, held_out)


def _read(message: dict[str, Any]) -> JobSpec:
    """What a newer web sent goes back for a newer worker, after a moment, or two old ones would toss it about."""
    try:
        return JobSpec.from_json(message)
    except UnknownMessageVersion as error:
        logger.warning("job %s is for another worker: %s", message.get("job_id"), error)
        totals().add(Total.MESSAGES_REFUSED, label="unknown_version")
        time.sleep(REFUSAL_SECONDS)
        raise Reject(str(error), requeue=True) from error


def _make(spec: JobSpec, after_attempt: int) -> None:
    from worker.composing.run import make_piece

    try:
        make_piece(spec, after_attempt)
    except Superseded as error:
        logger.info("given up: %s", error)
