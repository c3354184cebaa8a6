"""How a job stands, in a title and a sentence for whoever waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from web.pages.clock import clock
from web.pages.words import say, say_failure
from worker.contract.status import AudioStatus, JobStatus

if TYPE_CHECKING:
    from web.jobs.models import Job
    from web.jobs.services.standing import Standing

# A title, and a sentence that may be empty.
Words = tuple[str, str]


def state_words(job: Job, standing: Standing, composed: str = "") -> Words:
    """Of a piece that is composed the title is `composed`, or "Your piece" where that is left out."""
    match JobStatus(job.status):
        case JobStatus.QUEUED:
            return say("queued"), _waits(standing)
        case JobStatus.RUNNING:
            return _composes(job, standing)
        case JobStatus.SUCCEEDED:
            return _composed(AudioStatus(job.audio_status), composed or say("state_ready"))
        case JobStatus.FAILED:
            error = job.error or {}
            kind = "failed" if error.get("retryable") else "failed_for_good"
            otherwise = say(f"{kind}_detail", detail=error.get("message", ""))
            return say(f"{kind}_title"), say_failure(error.get("code", ""), otherwise)
    return say(f"{job.status}_title"), say(f"{job.status}_detail")


def _waits(standing: Standing) -> str:
    """Place and time, as far as anybody can tell."""
    sentences = []
    if standing.position is not None:
        sentences.append(_("It is number {position} in the queue.").format(position=standing.position))
    if standing.eta_seconds is not None:
        sentences.append(_remaining(standing.eta_seconds))
    return " ".join(sentences)


def _remaining(seconds: int) -> str:
    seconds = max(1, seconds)
    sentence = ngettext("About {seconds} second to go.", "About {seconds} seconds to go.", seconds)
    return sentence.format(seconds=seconds)


def _composes(job: Job, standing: Standing) -> Words:
    if standing.progress is None:
        return say("starting"), ""
    length = job.resolved["length_seconds"]
    done = say("music_of", done=clock(min(length, standing.progress.music_seconds)), length=clock(length)) + "."
    to_go = "" if standing.eta_seconds is None else " " + _remaining(standing.eta_seconds)
    return say("composing", percent=round(100 * standing.progress.fraction)), done + to_go


def _composed(audio: AudioStatus, title: str) -> Words:
    match audio:
        case AudioStatus.PENDING:
            return say("state_pending"), say("piece_pending")
        case AudioStatus.FAILED:
            return title, say("state_failed")
    return title, ""
