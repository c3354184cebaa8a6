"""`/api/v1/jobs`: ask for a piece, and ask how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from web.api import schema
from web.api.conditional import has_current
from web.api.job_request import JobRequestSerializer, read_job_request
from web.api.representation import job_json, job_path
from web.jobs.models import Job
from web.jobs.services.progress import progress_of
from web.jobs.services.submit import submit

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request

    from worker.contract.events import Progressed

# Poll quickly while a short piece may end at any moment, then ever more leisurely: (age in seconds, pause in seconds).
POLL_PAUSES: Final = ((10, 1), (60, 2))
LONGEST_POLL_PAUSE_SECONDS: Final = 5


class JobsView(APIView):
    @extend_schema(
        operation_id="create_job",
        summary="Ask for a piece",
        request=JobRequestSerializer,
        responses={202: schema.ACCEPTED, **schema.problems(400, 413, 415, 422, 503)},
    )
    def post(self, request: Request) -> Response:
        job = submit(read_job_request(request.data))
        headers = {"Location": job_path(job), "Retry-After": "1", "Cache-Control": "no-store"}
        return Response(job_json(job, None), 202, headers=headers)


class JobView(APIView):
    @extend_schema(
        operation_id="read_job",
        summary="See how a piece stands",
        responses={200: schema.JOB, 304: None, **schema.problems(404)},
    )
    def get(self, request: Request, job_id: UUID) -> Response:
        job = get_object_or_404(Job.objects.prefetch_related("files"), pk=job_id)
        progress = progress_of(job)
        headers = {"ETag": _etag(job, progress), **_caching(job)}
        if has_current(request, headers["ETag"]):
            return Response(status=304, headers=headers)
        return Response(job_json(job, progress), headers=headers)


def _etag(job: Job, progress: Progressed | None) -> str:
    return f'"{job.status}-{job.version}-{progress.events if progress else 0}"'


def _caching(job: Job) -> dict[str, str]:
    """A client that polls goes on for as long as `Retry-After` is there."""
    if job.is_settled:
        left = max(0, int((job.expires_at - timezone.now()).total_seconds()))
        return {"Cache-Control": f"private, max-age={left}"}
    return {"Cache-Control": "private, no-cache", "Retry-After": str(_poll_pause(job))}


def _poll_pause(job: Job) -> int:
    age = (timezone.now() - job.created_at).total_seconds()
    return next((pause for limit, pause in POLL_PAUSES if age < limit), LONGEST_POLL_PAUSE_SECONDS)
