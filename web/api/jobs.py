"""`/api/v1/jobs`: ask for a piece, and list those one has asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from web.api import schema
from web.api.idempotency import request_key
from web.api.job_request import JobRequestSerializer, read_job_request
from web.api.make import make
from web.api.pages import page_of_jobs
from web.api.representation import job_json, job_path
from web.catalogue.services.resolve import resolve
from web.jobs.services.load import Asker
from web.jobs.services.standing import standing_of, waiting
from web.limits.caller import caller_of
from web.limits.client import client_of, issue, new_client
from web.limits.reads import charge_read
from web.limits.throttle import CreateQuotaView
from web.webhooks.schema import WEBHOOK

if TYPE_CHECKING:
    from rest_framework.request import Request

    from web.catalogue.services.request import JobRequest
    from web.jobs.models import Job
    from web.jobs.services.idempotency import RequestKey
    from web.jobs.services.standing import Standing


class JobsView(CreateQuotaView):
    @extend_schema(
        operation_id="create_job",
        summary="Ask for a piece",
        parameters=[schema.IDEMPOTENCY_KEY, schema.PREFER],
        request=JobRequestSerializer,
        responses={
            201: schema.MADE,
            202: schema.ACCEPTED,
            **schema.problems(400, 413, 415, 422, 429, 503),
        },
        callbacks=[WEBHOOK],
    )
    def post(self, request: Request) -> Response:
        charge_read(request)
        asked = read_job_request(request.data)
        key = request_key(request)
        earlier = key.earlier_job() if key else None
        if earlier is not None:
            return _replayed(earlier)
        asker = Asker(client_of(request) or new_client(), caller_of(request).network)
        response = _make(request, asked, asker, key)
        issue(response, request, asker.client)
        return response

    @extend_schema(
        operation_id="list_jobs",
        summary="List one's own pieces",
        parameters=[schema.CURSOR, schema.PAGE_SIZE],
        responses={200: schema.JOBS, **schema.problems(404, 422, 429, 503)},
    )
    def get(self, request: Request) -> Response:
        charge_read(request)
        return page_of_jobs(request, client_of(request), self)


def _make(request: Request, asked: JobRequest, asker: Asker, key: RequestKey | None) -> Response:
    try:
        jobs, load = make(request, asked, asker, key)
        return _accepted(jobs[0], waiting(load.queued, load.running), {})
    except IntegrityError:
        # The same key came twice at once, and the other request has made the job; or the parent has just been erased.
        earlier = key.earlier_job() if key else None
        if earlier is None:
            resolve(asked, asker.client)
            raise
        return _replayed(earlier)


def _replayed(job: Job) -> Response:
    return _accepted(job, standing_of(job), {"Idempotent-Replayed": "true"})


def _accepted(job: Job, standing: Standing, extra: dict[str, str]) -> Response:
    headers = {"Location": job_path(job.pk), "Retry-After": "1", "Cache-Control": "no-store", **extra}
    return Response(job_json(job, standing), 202, headers=headers)
