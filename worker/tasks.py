"""The two tasks: compose a piece, render its audio."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from celery.exceptions import Reject

from models_store.models import ModelUnavailable
from worker.app import app
from worker.contract.errors import ErrorCode, JobError
from worker.contract.events import AudioChanged, Progressed, StatusChanged
from worker.contract.job_spec import JobSpec
from worker.contract.journal import (
    JournalWriter,
    begin_attempt,
    count_hand_back,
    is_cancel_requested,
    is_finished,
    lost_runs,
)
from worker.contract.queues import GENERATE_TASK, RENDER_QUEUE, RENDER_TASK
from worker.contract.results import MIDI_NAME, MP3_NAME
from worker.contract.status import AudioStatus, JobStatus
from worker.process import redis, settings

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3

# Jobs of this process: after a lease was lost, a message can come back to the worker that still works on it.
_under_way: set[str] = set()


@app.task(name=GENERATE_TASK)
def generate(message: dict[str, Any]) -> None:
    """Composes the piece of a `JobSpec`; the job's journal tells how it went."""
    spec = JobSpec.from_json(message)
    if spec.job_id in _under_way or is_finished(redis(), spec.job_id):
        logger.info("job %s is made or finished already; its message came twice", spec.job_id)
        return
    _under_way.add(spec.job_id)
    try:
        _generate(spec)
    finally:
        _under_way.discard(spec.job_id)


def _generate(spec: JobSpec) -> None:
    attempt = begin_attempt(redis(), spec.job_id)
    journal = JournalWriter(redis(), spec.job_id, attempt)
    if lost_runs(redis(), spec.job_id, attempt) >= MAX_ATTEMPTS:
        lost = JobError(ErrorCode.WORKER_LOST, f"{MAX_ATTEMPTS} workers were lost while they made this piece.")
        journal.write(StatusChanged(JobStatus.FAILED, lost))
        return
    journal.write(StatusChanged(JobStatus.RUNNING))
    journal.write(_run(spec, attempt, journal))


@app.task(name=RENDER_TASK)
def render(job_id: str, attempt: int) -> None:
    """Renders a stored piece to MP3; the piece stays as it is when that fails."""
    from worker.rendering.render import RenderError, render_mp3

    journal = JournalWriter(redis(), job_id, attempt)
    try:
        midi = settings().results.path(job_id, MIDI_NAME).read_bytes()
        stored = settings().results.put(job_id, MP3_NAME, render_mp3(midi, synthesizer()))
    except (RenderError, OSError) as error:
        logger.exception("job %s: its audio could not be rendered", job_id)
        failed = JobError(ErrorCode.RENDER_FAILED, f"The audio could not be rendered: {_reason(error)}.")
        journal.write(AudioChanged(AudioStatus.FAILED, failed))
        return
    journal.write(stored)
    journal.write(AudioChanged(AudioStatus.READY))


@cache
def synthesizer() -> Any:
    """The SoundFont is read once per process."""
    from worker.rendering.synthesizer import Synthesizer

    return Synthesizer(settings().soundfont_path)


def _run(spec: JobSpec, attempt: int, journal: JournalWriter) -> StatusChanged:
    """Composes and stores the piece and says how the job ended."""
    from worker.composing.composer import UnplayableRequest
    from worker.engine.engine import EngineStopped
    from worker.engine.sequence import SequenceCanceled, SequenceTimedOut

    try:
        _compose(spec, attempt, journal)
    except EngineStopped as error:
        # Another worker makes the same of it.
        count_hand_back(redis(), spec.job_id)
        raise Reject(f"job {spec.job_id}: this worker ends", requeue=True) from error
    except UnplayableRequest as error:
        return _failed(ErrorCode.INVALID_PRIMER, f"{error}.")
    except ModelUnavailable as error:
        return _failed(ErrorCode.MODEL_UNAVAILABLE, f"{error}. The operator of this server can restore it.")
    except SequenceCanceled:
        return StatusChanged(JobStatus.CANCELED)
    except SequenceTimedOut:
        return _failed(ErrorCode.TIMEOUT, "The piece was not complete in time. Try again, or ask for a shorter one.")
    except Exception:
        logger.exception("job %s failed", spec.job_id)
        return _failed(ErrorCode.INTERNAL, "Something broke while this piece was made. Try again.")
    return StatusChanged(JobStatus.SUCCEEDED)


def _compose(spec: JobSpec, attempt: int, journal: JournalWriter) -> None:
    from worker.composing.composer import compose
    from worker.generation import generation

    def tick(progress: Progressed) -> bool:
        journal.write(progress)
        return not is_cancel_requested(redis(), spec.job_id)

    piece = compose(spec, generation().library, generation().engine, tick)
    journal.write(settings().results.put(spec.job_id, MIDI_NAME, piece.to_midi()))
    # Before the job is called succeeded: a worker lost in between repeats both, and no piece stays without audio.
    app.send_task(RENDER_TASK, args=[spec.job_id, attempt], queue=RENDER_QUEUE)


def _failed(code: ErrorCode, message: str) -> StatusChanged:
    return StatusChanged(JobStatus.FAILED, JobError(code, message))


def _reason(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)
