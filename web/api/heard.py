"""`/api/v1/jobs/{id}/heard`, and the same of a piece that was shared: says that it was played to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import APIView

from web.api import schema
from web.experiments.services.trials import note_deed
from web.jobs.models import Job
from web.limits.reads import charge_read
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from rest_framework.request import Request


class NothingToHear(APIException):
    """The job has no piece, or none yet."""

    status_code = 409
    default_code = "nothing_to_hear"
    default_detail = "Only a piece that succeeded can have been heard."


class OneHeardView(APIView):
    """The one job that the address names.

    Attributes:
        named_by: The job's field that is in the address.
    """

    named_by: ClassVar[str]

    def post(self, request: Request, **address: Any) -> Response:
        charge_read(request)
        (value,) = address.values()
        job = get_object_or_404(Job.objects.only("status"), **{self.named_by: value})
        if job.status != JobStatus.SUCCEEDED:
            raise NothingToHear
        note_deed(job.pk, "was_heard")
        return Response(status=204)


def _described(operation: str, whose: str) -> Any:
    description = extend_schema(
        operation_id=operation,
        summary=f"Say that {whose} was played to its end",
        description="It counts where versions of a model are compared, and once, however often it is said.",
        request=None,
        responses={204: OpenApiResponse(description="Noted."), **schema.problems(404, 409, 429, 503)},
    )
    return extend_schema_view(post=description)


@_described("hear_job_out", "a piece")
class HeardView(OneHeardView):
    named_by = "pk"


@_described("hear_shared_out", "a piece that was shared")
class SharedHeardView(OneHeardView):
    """For those who were given no more than the share id."""

    named_by = "share_id"
