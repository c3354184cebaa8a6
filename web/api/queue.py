"""`/api/v1/queue`: how much there is to do, and how long a job asked for now would take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from web.api import schema
from web.api.serializers import QueueSerializer
from web.jobs.services.queue_state import QueueNow, queue_now
from web.limits.reads import charge_read

if TYPE_CHECKING:
    from rest_framework.request import Request


class QueueView(APIView):
    @extend_schema(
        operation_id="read_queue",
        summary="See how much there is to do",
        responses={200: OpenApiResponse(QueueSerializer, "The queue just now."), **schema.problems(429, 503)},
    )
    def get(self, request: Request) -> Response:
        charge_read(request)
        return Response(_queue_json(queue_now()), headers={"Cache-Control": "no-cache"})


def _queue_json(now: QueueNow) -> dict[str, Any]:
    return {
        "state": now.state,
        "queued": now.queued,
        "running": now.running,
        "limit": now.limit,
        "workers": now.workers,
        "slots": now.slots,
        "mean_seconds": _tenths(now.mean_seconds),
        "eta_seconds": _tenths(now.eta_seconds),
    }


def _tenths(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 1)
