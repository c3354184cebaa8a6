"""The three tasks: compose a piece, render its audio, inspect a network that somebody uploaded."""

from __future__ import annotations

import logging
from typing import Any

from worker.app import app
from worker.contract.job_spec import JobSpec
from worker.contract.journal import Superseded
from worker.contract.queues import GENERATE_TASK, INSPECT_TASK, RENDER_TASK
from worker.process import leases

logger = logging.getLogger(__name__)

# Jobs of this process: after a lease was lost, a message can come back to the worker that still works on it.
_under_way: set[str] = set()


@app.task(name=GENERATE_TASK)
def generate(message: dict[str, Any], after_attempt: int) -> None:
    """Composes the piece of a `JobSpec`; the job's journal tells how it went.

    Whoever drops a message that came twice leaves the job to the worker that holds it; should that one die as well, web
    misses the job and sends it again.
    """
    spec = JobSpec.from_json(message)
    if spec.job_id in _under_way or not leases().hold(spec.job_id):
        logger.info("job %s is being made already; its message came twice", spec.job_id)
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

    try:
        render_piece(job_id, attempt, name)
    except Superseded:
        logger.info("nobody wants the audio of job %s any more", job_id)


@app.task(name=INSPECT_TASK)
def inspect(upload_id: str, config: str, held_out: str) -> None:
    """Looks into an uploaded network, in a process of its own; its report tells what is in it."""
    from worker.inspecting.run import inspect_upload

    inspect_upload(upload_id, config, held_out)


def _make(spec: JobSpec, after_attempt: int) -> None:
    from worker.composing.run import make_piece

    try:
        make_piece(spec, after_attempt)
    except Superseded as error:
        logger.info("given up: %s", error)
