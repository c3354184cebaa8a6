"""`/api/v1/jobs/{id}/roll.svg`: what a piece looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.views import APIView

from web.api import schema
from web.api.conditional import has_current
from web.api.files import caching
from web.jobs.models import ResultFile
from web.limits.reads import charge_read
from web.pieces.roll_svg import SVG, roll_svg
from web.pieces.score import score_of
from worker.contract.results import MIDI_NAME

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request


class RollView(APIView):
    @extend_schema(
        operation_id="see_job",
        summary="See a piece",
        description="As a piano roll: a part is one path, in the colour `--part-1`, `--part-2` and so on where the "
        "page that holds it sets these, else in one that shows on light and on dark.",
        parameters=[schema.IF_NONE_MATCH],
        responses={**schema.ROLL, 304: None, **schema.problems(404, 429, 503)},
    )
    def get(self, request: Request, job_id: UUID) -> HttpResponse:
        file = get_object_or_404(ResultFile.objects.select_related("job"), job_id=job_id, name=MIDI_NAME)
        headers = {"ETag": f'"{file.sha256}-roll"', "Cache-Control": caching(file.job)}
        if has_current(request, headers["ETag"]):
            return HttpResponse(status=304, headers=headers)
        charge_read(request)
        return HttpResponse(roll_svg(score_of(file)), content_type=SVG, headers=headers)
