"""`/api/v1/jobs/{id}/events`, of which `web.live` sends the events before a request comes here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import APIException
from rest_framework.views import APIView

from web.api import schema

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request
    from rest_framework.response import Response


class StreamUnavailable(APIException):
    """Django is served without what holds connections open."""

    status_code = 503
    default_code = "stream_unavailable"
    default_detail = "This server cannot send events; poll the job instead."


class EventsView(APIView):
    @extend_schema(
        operation_id="follow_job",
        summary="Follow a piece",
        parameters=[schema.LAST_EVENT_ID],
        responses={**schema.EVENTS, **schema.problems(400, 404, 429, 503)},
    )
    def get(self, _request: Request, job_id: UUID) -> Response:  # noqa: ARG002 - the address names it
        raise StreamUnavailable
