"""One rendering of a job's audio, from the stored piece to the word that says how it ended."""

from __future__ import annotations

import logging
from functools import cache
from typing import Final

from worker.contract.attempts import begin_rendering
from worker.contract.errors import ErrorCode, JobError
from worker.contract.events import AudioChanged, FileStored
from worker.contract.journal import JournalWriter
from worker.contract.results import MIDI_NAME
from worker.contract.status import AudioStatus
from worker.process import redis, settings
from worker.rendering.render import RenderError, render_mp3
from worker.rendering.synthesizer import Synthesizer

logger = logging.getLogger(__name__)

MAX_RENDERINGS: Final = 3


def render_piece(job_id: str, attempt: int, name: str) -> None:
    """Renders the piece that run `attempt` stored.

    Raises:
        Superseded: Nobody waits for it any more.
    """
    journal = JournalWriter(redis(), job_id, attempt)
    if begin_rendering(redis(), job_id) > MAX_RENDERINGS:
        journal.write(_failed(f"{MAX_RENDERINGS} workers were lost over it"))
        return
    try:
        stored = _render(job_id, attempt, name)
    except (RenderError, OSError) as error:
        logger.exception("job %s: its audio could not be rendered", job_id)
        journal.write(_failed(_reason(error)))
        return
    journal.write(stored)
    journal.write(AudioChanged(AudioStatus.READY))


def _render(job_id: str, attempt: int, name: str) -> FileStored:
    results = settings().results
    midi = results.path(job_id, attempt, MIDI_NAME).read_bytes()
    return results.put(job_id, attempt, name, render_mp3(midi, synthesizer()))


@cache
def synthesizer() -> Synthesizer:
    """The SoundFont is read once per process."""
    return Synthesizer(settings().soundfont_path)


def _failed(reason: str) -> AudioChanged:
    error = JobError(ErrorCode.RENDER_FAILED, f"The audio could not be rendered: {reason}.")
    return AudioChanged(AudioStatus.FAILED, error)


def _reason(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)
