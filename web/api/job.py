"""`/api/v1/jobs/{id}`: see how a piece stands, stop it, erase it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from web.api import schema
from web.api.conditional import has_current
from web.api.etag import JobTag
from web.api.representation import job_json
from web.api.wait import check_wait
from web.jobs.models import Job
from web.jobs.services.cancel import cancel
from web.jobs.services.erase import erase
from web.jobs.services.standing import Standing, standing_of
from web.limits.reads import charge_read
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request

# Poll quickly while a short piece may end at any moment, then ever more leisurely: (age in seconds, pause in seconds).
POLL_PAUSES: Final = ((10, 1), (60, 2))
LONGEST_POLL_PAUSE_SECONDS: Final = 5
LONGEST_QUEUE_PAUSE_SECONDS: Final = 10


class JobView(APIView):
    @extend_schema(
        operation_id="read_job",
        summary="See how a piece stands",
        parameters=[schema.WAIT, schema.IF_NONE_MATCH],
        responses={200: schema.JOB, 304: schema.UNCHANGED, **schema.problems(404, 422, 429, 503)},
    )
    def get(self, request: Request, job_id: UUID) -> Response:
        check_wait(request)
        job = get_object_or_404(Job, pk=job_id)
        standing = standing_of(job)
        headers = {"ETag": _etag(job, standing), **_caching(job, standing)}
        if has_current(request, headers["ETag"]):
            return Response(status=304, headers=headers)
        charge_read(request)
        return Response(job_json(job, standing), headers=headers)

    @extend_schema(
        operation_id="erase_job",
        summary="Erase a piece",
        description="Stops the piece if it is under way, and removes it with its files at once.",
        responses={204: schema.ERASED, **schema.problems(404, 503)},
    )
    def delete(self, _request: Request, job_id: UUID) -> Response:
        erase(get_object_or_404(Job, pk=job_id))
        return Response(status=204)


class CancelView(APIView):
    @extend_schema(
        operation_id="cancel_job",
        summary="Stop a piece",
        description="A piece that waits ends at once, one under way within half a second. "
        "One that has ended stays as it is, and the answer is then 200.",
        request=None,
        responses={200: schema.JOB, 202: schema.ACCEPTED, **schema.problems(404, 503)},
    )
    def post(self, _request: Request, job_id: UUID) -> Response:
        job = get_object_or_404(Job, pk=job_id)
        status = 200 if job.is_final else 202
        cancel(job)
        return Response(job_json(job, standing_of(job)), status, headers={"Cache-Control": "no-store"})


def _etag(job: Job, standing: Standing) -> str:
    events = standing.progress.events if standing.progress else 0
    return str(JobTag(job.status, job.version, events, standing.position or 0, standing.eta_seconds or 0))


def _caching(job: Job, standing: Standing) -> dict[str, str]:
    """A client that polls goes on for as long as `Retry-After` is there; files that are asked for may come later."""
    if not job.is_settled:
        return {"Cache-Control": "private, no-cache", "Retry-After": str(_poll_pause(job, standing))}
    if job.status == JobStatus.SUCCEEDED:
        return {"Cache-Control": "private, no-cache"}
    left = max(0, int((job.expires_at - timezone.now()).total_seconds()))
    return {"Cache-Control": f"private, max-age={left}"}


def _poll_pause(job: Job, standing: Standing) -> int:
    if job.status == JobStatus.QUEUED and standing.eta_seconds is not None:
        return max(1, min(LONGEST_QUEUE_PAUSE_SECONDS, standing.eta_seconds // 4))
    age = (timezone.now() - job.created_at).total_seconds()
    return next((pause for limit, pause in POLL_PAUSES if age < limit), LONGEST_POLL_PAUSE_SECONDS)
