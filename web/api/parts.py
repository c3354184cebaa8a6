"""`/api/v1/jobs/{id}/parts/{place}.mid`: one part of a piece, for a track of its own in whatever one arranges with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.views import APIView

from web.api import schema
from web.api.conditional import has_current
from web.api.files import FileUnavailable, caching, content_disposition, read_whole
from web.jobs.models import ResultFile
from web.jobs.tracks import tracks_of
from web.limits.reads import charge_read
from worker.contract.midi.cursor import MidiError
from worker.contract.midi.split import split_part
from worker.contract.results import MEDIA_TYPES, MIDI_NAME

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request


class PartView(APIView):
    @extend_schema(
        operation_id="read_part",
        summary="Fetch one part as MIDI",
        description="The part's track as it is in the whole file, beside the tempo; parts count from 0.",
        parameters=[schema.DOWNLOAD, schema.IF_NONE_MATCH],
        responses={**schema.PART, 304: None, **schema.problems(404, 422, 429, 503)},
    )
    def get(self, request: Request, job_id: UUID, place: int) -> HttpResponse:
        file = get_object_or_404(ResultFile.objects.select_related("job"), job_id=job_id, name=MIDI_NAME)
        tracks = tracks_of(file.job)
        if place >= len(tracks):
            raise Http404
        headers = {
            "ETag": f'"{file.sha256}-{place}"',
            "Cache-Control": caching(file.job),
            "Content-Disposition": content_disposition(request, file.job, MIDI_NAME, tracks[place]["role"]),
        }
        if has_current(request, headers["ETag"]):
            return HttpResponse(status=304, headers=headers)
        charge_read(request)
        return HttpResponse(_part(file, place), content_type=MEDIA_TYPES[MIDI_NAME], headers=headers)


def _part(file: ResultFile, place: int) -> bytes:
    try:
        return split_part(read_whole(file), place)
    except (MidiError, IndexError) as error:
        raise FileUnavailable from error
