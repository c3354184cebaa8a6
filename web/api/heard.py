"""`/api/v1/jobs/{id}/heard`: says that a piece was played to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import APIView

from web.api import schema
from web.experiments.services.trials import note_deed
from web.jobs.models import Job
from web.limits.reads import charge_read
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request


class NothingToHear(APIException):
    """The job has no piece, or none yet."""

    status_code = 409
    default_code = "nothing_to_hear"
    default_detail = "Only a piece that succeeded can have been heard."


class HeardView(APIView):
    @extend_schema(
        operation_id="hear_job_out",
        summary="Say that a piece was played to its end",
        description="It counts where two versions of a model are compared, and once, however often it is said.",
        request=None,
        responses={204: OpenApiResponse(description="Noted."), **schema.problems(404, 409, 429, 503)},
    )
    def post(self, request: Request, job_id: UUID) -> Response:
        charge_read(request)
        job = get_object_or_404(Job.objects.only("status"), pk=job_id)
        if job.status != JobStatus.SUCCEEDED:
            raise NothingToHear
        note_deed(job_id, "was_heard")
        return Response(status=204)
