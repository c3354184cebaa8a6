"""One run of a job: from its message to the word that says how it ended."""

from __future__ import annotations

import logging
from typing import Final

from celery.exceptions import Reject

from models_store.models import ModelUnavailable
from worker.app import app
from worker.build import build
from worker.composing.composer import UnplayableRequest, compose
from worker.composing.first_note import FirstNote
from worker.contract import traces
from worker.contract.attempts import begin_attempt, count_hand_back, lost_runs
from worker.contract.cancel import is_cancel_requested
from worker.contract.errors import ErrorCode, JobError
from worker.contract.events import Payload, StatusChanged
from worker.contract.job_spec import JobSpec
from worker.contract.journal import JournalWriter, Superseded, is_finished
from worker.contract.logs import note
from worker.contract.queues import RENDER_QUEUE, RENDER_TASK, render_task_id
from worker.contract.results import MIDI_NAME, MP3_NAME
from worker.contract.status import JobStatus
from worker.contract.totals import Total
from worker.engine.engine import EngineStopped
from worker.engine.sequence import SequenceCanceled, SequenceTimedOut
from worker.generation import generation
from worker.process import redis, settings, totals

logger = logging.getLogger(__name__)

MAX_ATTEMPTS: Final = 3


class ResultNotStored(Exception):
    """The piece is complete, and there is no room or no right to keep it."""


def make_piece(spec: JobSpec, after_attempt: int) -> None:
    """Makes the piece of a job that this worker holds.

    Raises:
        Superseded: Another run, or web, has spoken after this one.
        Reject: The worker ends; the message goes back to the queue.
    """
    if is_finished(redis(), spec.job_id):
        logger.info("job %s is finished already; its message came twice", spec.job_id)
        totals().add(Total.MESSAGES_REFUSED, label="came_twice")
        return
    attempt = begin_attempt(redis(), spec.job_id, after_attempt)
    note(attempt=attempt)
    totals().add(Total.RUNS_AGAIN, attempt > 1)
    journal = JournalWriter(redis(), spec.job_id, attempt)
    if lost_runs(redis(), spec.job_id, attempt) >= MAX_ATTEMPTS:
        lost = f"{MAX_ATTEMPTS} workers were lost while they made this piece."
        _end(journal, _failed(ErrorCode.WORKER_LOST, lost))
        return
    journal.write(StatusChanged(JobStatus.RUNNING, engine=build()))
    if settings().renders_eagerly:
        _have_rendered(spec.job_id, attempt)
    try:
        _end(journal, _run(spec, attempt, journal))
    except Superseded:
        totals().add(Total.RUNS, label="superseded")
        _discard(spec.job_id, attempt)
        raise


def _end(journal: JournalWriter, how: StatusChanged) -> None:
    journal.write(how)
    totals().add(Total.RUNS, label=how.error.code if how.error else how.status)


def _discard(job_id: str, attempt: int) -> None:
    try:
        settings().results.delete_run(job_id, attempt)
    except OSError as error:
        logger.warning("job %s: what run %d has stored stays: %s", job_id, attempt, error)


def _run(spec: JobSpec, attempt: int, journal: JournalWriter) -> StatusChanged:
    """Composes and stores the piece and says how the job ended."""
    try:
        _compose(spec, attempt, journal)
    except EngineStopped as error:
        # Another worker makes the same of it.
        count_hand_back(redis(), spec.job_id)
        totals().add(Total.RUNS, label="handed_back")
        raise Reject(f"job {spec.job_id}: this worker ends", requeue=True) from error
    except Superseded:
        raise
    except Exception as error:
        return _end_of(error, spec.job_id)
    return StatusChanged(JobStatus.SUCCEEDED)


def _end_of(error: Exception, job_id: str) -> StatusChanged:
    match error:
        case SequenceCanceled():
            return StatusChanged(JobStatus.CANCELED)
        case SequenceTimedOut():
            return _failed(ErrorCode.TIMEOUT, "The piece was not complete in time. Ask again, or for a shorter one.")
        case UnplayableRequest():
            return _failed(ErrorCode.INVALID_PRIMER, f"{error}.")
        case ModelUnavailable():
            return _failed(ErrorCode.MODEL_UNAVAILABLE, f"{error}. The operator of this server can restore it.")
        case ResultNotStored():
            logger.error("job %s: its piece could not be stored: %s", job_id, error)
            return _failed(ErrorCode.STORE_UNAVAILABLE, "There was nowhere to keep the piece. Try again later.")
    logger.error("job %s failed", job_id, exc_info=error)
    return _failed(ErrorCode.INTERNAL, "Something broke while this piece was made. Try again.")


def _compose(spec: JobSpec, attempt: int, journal: JournalWriter) -> None:
    if is_cancel_requested(redis(), spec.job_id):
        raise SequenceCanceled
    first_note = FirstNote()

    def tell(payloads: tuple[Payload, ...]) -> bool:
        for payload in payloads:
            journal.write(payload)
            first_note.look(payload)
        return not is_cancel_requested(redis(), spec.job_id)

    with traces.span("compose", attempt=attempt):
        piece = compose(spec, generation().library, generation().engine, tell)
    try:
        with traces.span("store"):
            stored = settings().results.put(spec.job_id, attempt, MIDI_NAME, piece.to_midi())
    except OSError as error:
        raise ResultNotStored(str(error)) from error
    journal.write(stored)


def _have_rendered(job_id: str, attempt: int) -> None:
    """A render worker follows the journal from now on; one that follows an earlier run of the job goes on with this."""
    task_id = render_task_id(job_id, attempt, MP3_NAME)
    arguments, headers = [job_id, attempt, MP3_NAME], traces.headers()
    app.send_task(RENDER_TASK, args=arguments, task_id=task_id, queue=RENDER_QUEUE, headers=headers)


def _failed(code: ErrorCode, message: str) -> StatusChanged:
    return StatusChanged(JobStatus.FAILED, JobError(code, message))
