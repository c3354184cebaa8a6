"""`/api/v1/jobs/{id}/audio.mp3`, `.wav` and `.ogg`: a piece's audio, for which whoever asks need not know the files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import APIView

from web.api import schema
from web.api.files import content_disposition, file_answer
from web.api.problems import AUDIO_PENDING, MEDIA_TYPE, PENDING_JOB, Problem
from web.jobs.models import Job, ResultFile
from web.jobs.services.ask_audio import ask_audio
from web.limits.reads import charge_read
from worker.contract.results import MP3_NAME, OGG_NAME, WAV_NAME
from worker.contract.status import AudioStatus, JobStatus

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponseBase
    from rest_framework.request import Request

NAMES: Final = {Path(name).suffix.removeprefix("."): name for name in (MP3_NAME, WAV_NAME, OGG_NAME)}
_PENDING: Final = Problem(
    503, AUDIO_PENDING, "The audio is being made; come again after Retry-After.", retry_after_seconds=1
)
_ENDED: Final = {
    JobStatus.FAILED: "The piece failed",
    JobStatus.CANCELED: "The piece was canceled",
    JobStatus.EXPIRED: "The piece was not begun in time",
}


class NoAudio(APIException):
    """There is no audio of the piece, and none will be."""

    status_code = 409
    default_code = "no_audio"


class AudioPending(Response):
    """A problem that is nobody's fault; `web.live` answers in its place with what there is of the audio.

    Args:
        disposition: The `Content-Disposition` of the audio.
    """

    # Django logs each 503 as an error, except what it has logged before.
    _has_been_logged = True

    def __init__(self, disposition: str) -> None:
        headers = {**_PENDING.headers(), "Content-Disposition": disposition}
        super().__init__(_PENDING.to_json(), _PENDING.status, headers=headers, content_type=MEDIA_TYPE)


class AudioView(APIView):
    @extend_schema(
        operation_id="hear_job",
        summary="Hear a piece",
        description="As MP3, which is streamed while the piece is being made, and is a file afterwards. WAV and Ogg "
        "(Opus) are made for whoever asks; the answer is held for up to a minute until the file is there.",
        parameters=[
            OpenApiParameter("suffix", OpenApiTypes.STR, OpenApiParameter.PATH, enum=list(NAMES)),
            schema.DOWNLOAD,
            schema.RANGE,
        ],
        responses={**schema.AUDIO, 304: None, **schema.problems(404, 409, 416, 422, 429, 503)},
    )
    def get(self, request: Request, job_id: UUID, suffix: str) -> HttpResponseBase:
        if suffix not in NAMES:
            raise Http404
        return audio_answer(request, NAMES[suffix], pk=job_id)


def audio_answer(request: Request, name: str, **job_is: Any) -> HttpResponseBase:
    """The file `name` of the one job that `job_is` finds, or what `web.live` is to answer in its place.

    Raises:
        Http404: There is no such job.
        NoAudio: See there; and what `file_answer` raises.
    """
    of_job = {f"job__{field}": value for field, value in job_is.items()}
    file = ResultFile.objects.select_related("job").filter(name=name, **of_job).first()
    if file is not None:
        return file_answer(request, file)
    job = get_object_or_404(Job, **job_is)
    pending = AudioPending(content_disposition(request, job, name))
    charge_read(request)
    _refuse_what_never_comes(job)
    ask_audio(job, name)
    request.META[PENDING_JOB] = str(job.pk)
    return pending


def _refuse_what_never_comes(job: Job) -> None:
    if ended := _ENDED.get(JobStatus(job.status)):
        raise NoAudio(f"{ended}, so there is nothing to hear; ask for another.")
    if job.audio_status == AudioStatus.FAILED:
        raise NoAudio(f"{_reason(job)} The piece itself is there, as MIDI.")


def _reason(job: Job) -> str:
    return str((job.audio_error or {}).get("message", "The audio could not be rendered."))
