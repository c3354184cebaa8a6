"""One rendering of a job's audio: as MP3 while the piece is made, or as another file of a piece that is complete."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from celery.exceptions import Reject

from worker.contract import traces
from worker.contract.attempts import begin_rendering, hand_back_rendering
from worker.contract.errors import ErrorCode, JobError
from worker.contract.events import AudioChanged, Payload
from worker.contract.journal import JournalWriter
from worker.contract.live_audio import LiveAudio
from worker.contract.logs import note
from worker.contract.results import MIDI_NAME, MP3_NAME
from worker.contract.status import AudioStatus
from worker.contract.totals import Total
from worker.process import leases, redis, settings, totals
from worker.rendering.aloud import play_aloud, soundfont
from worker.rendering.audience import Audience
from worker.rendering.render import RenderError, render
from worker.rendering.score import FollowedScore, PieceAbandoned, StoredScore
from worker.rendering.told_audio import ToldAudio

logger = logging.getLogger(__name__)

MAX_RENDERINGS: Final = 3

# Set when this worker is told to end: what waits for notes goes back to the queue.
ending: Final = threading.Event()


def render_piece(job_id: str, attempt: int, name: str) -> None:
    """Renders the piece of a job to file `name`; run `attempt` of the job made it, or had begun to.

    Raises:
        Superseded: Nobody waits for it any more.
        Reject: The worker ends; the message goes back to the queue.
    """
    note(attempt=attempt)
    lease = f"{job_id}:{name}"
    if not leases().hold_at_once(lease):
        logger.info("%s of job %s is being rendered already", name, job_id)
        totals().add(Total.MESSAGES_REFUSED, label="came_twice")
        return
    try:
        with _core_counted():
            _render(job_id, attempt, name)
    except PieceAbandoned as error:
        logger.info("not rendered: %s", error)
        totals().add(Total.RENDERINGS, label="abandoned")
    finally:
        leases().release(lease)


@contextmanager
def _core_counted() -> Iterator[None]:
    """All of a rendering is done on its own thread; what it waits for costs nothing."""
    began = time.thread_time()
    try:
        yield
    finally:
        totals().add(Total.AUDIO_CORE_SECONDS, time.thread_time() - began)


def _render(job_id: str, attempt: int, name: str) -> None:
    if begin_rendering(redis(), job_id, name) > MAX_RENDERINGS:
        totals().add(Total.RENDERINGS, label="worker_lost")
        _say(job_id, attempt, _failed(f"{MAX_RENDERINGS} workers were lost over it"))
    elif name == MP3_NAME:
        _render_aloud(job_id, attempt)
    else:
        _render_file(job_id, attempt, name)


def _render_file(job_id: str, attempt: int, name: str) -> None:
    """For whoever asked and waits; where it fails he is told to try again."""
    results = settings().results
    try:
        midi = results.read(job_id, attempt, MIDI_NAME).content
        stored = results.put(job_id, attempt, name, render(midi, soundfont(), name))
    except (RenderError, OSError):
        logger.exception("job %s: %s could not be made", job_id, name)
        totals().add(Total.RENDERINGS, label="failed")
    else:
        totals().add(Total.RENDERINGS, label="succeeded")
        _say(job_id, attempt, stored)


def _render_aloud(job_id: str, attempt: int) -> None:
    """As MP3, which whoever listens hears as it is made."""
    told, score = ToldAudio(LiveAudio(redis(), job_id)), _score(job_id, attempt)
    try:
        said = _rendered(told, score, job_id)
    except BaseException:
        if not ending.is_set():
            told.break_off()
        raise
    _say(job_id, score.attempt, *said)


def _rendered(told: ToldAudio, score: StoredScore | FollowedScore, job_id: str) -> tuple[Payload, ...]:
    """Plays the score and keeps what came of it, when the job has succeeded; says what is to be said of it."""
    try:
        content = play_aloud(score, told, Audience(redis(), job_id), lambda: _go_on(job_id))
        score.wait_for_end()
        with traces.span("store"):
            stored = settings().results.put(job_id, score.attempt, MP3_NAME, content)
    except (RenderError, OSError) as error:
        logger.exception("job %s: its audio could not be rendered", job_id)
        totals().add(Total.RENDERINGS, label="failed")
        told.break_off()
        score.wait_for_end()
        return (_failed(_reason(error)),)
    totals().add(Total.RENDERINGS, label="succeeded")
    return stored, AudioChanged(AudioStatus.READY)


def _score(job_id: str, attempt: int) -> StoredScore | FollowedScore:
    """The piece as it is stored; where it is not, or cannot be read just now, as its journal tells it."""
    try:
        return StoredScore(settings().results.read(job_id, attempt, MIDI_NAME).content, attempt)
    except OSError:
        return FollowedScore(job_id, lambda: _go_on(job_id))


def _go_on(job_id: str) -> None:
    if ending.is_set():
        hand_back_rendering(redis(), job_id, MP3_NAME)
        totals().add(Total.RENDERINGS, label="handed_back")
        raise Reject(f"the audio of job {job_id}: this worker ends", requeue=True)


def _say(job_id: str, attempt: int, *payloads: Payload) -> None:
    journal = JournalWriter(redis(), job_id, attempt)
    for payload in payloads:
        journal.write(payload)


def _failed(reason: str) -> AudioChanged:
    error = JobError(ErrorCode.RENDER_FAILED, f"The audio could not be rendered: {reason}.")
    return AudioChanged(AudioStatus.FAILED, error)


def _reason(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)
