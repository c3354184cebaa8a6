"""The files of a piece that was shared, by its share id, answered as the API answers them by the job's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.views import APIView

from web.api.audio import audio_answer
from web.api.conditional import has_current
from web.api.files import caching, file_answer
from web.jobs.models import ResultFile
from web.limits.reads import charge_read
from web.pages.clock import clock
from web.pieces.roll_png import PNG, roll_png
from web.pieces.score import score_of
from web.pieces.titles import picture_title
from worker.contract.results import MEDIA_TYPES, MIDI_NAME

if TYPE_CHECKING:
    from django.http import HttpResponseBase
    from rest_framework.request import Request


class SharedFileView(APIView):
    @extend_schema(exclude=True)
    def get(self, request: Request, share_id: str, name: str) -> HttpResponseBase:
        if name not in MEDIA_TYPES:
            raise Http404
        if name != MIDI_NAME:
            return audio_answer(request, name, share_id=share_id)
        return file_answer(request, _midi(share_id))


class SharedPictureView(APIView):
    """For Open Graph."""

    @extend_schema(exclude=True)
    def get(self, request: Request, share_id: str) -> HttpResponse:
        file = _midi(share_id)
        headers = {"ETag": f'"{file.sha256}-picture"', "Cache-Control": caching(file.job)}
        if has_current(request, headers["ETag"]):
            return HttpResponse(status=304, headers=headers)
        charge_read(request)
        resolved = file.job.resolved
        line = f"Cadenza  ·  {clock(resolved['length_seconds'])}  ·  {resolved['seed']}"
        picture = roll_png(score_of(file), picture_title(file.job), line)
        return HttpResponse(picture, content_type=PNG, headers=headers)


def _midi(share_id: str) -> ResultFile:
    return get_object_or_404(ResultFile.objects.select_related("job"), job__share_id=share_id, name=MIDI_NAME)
