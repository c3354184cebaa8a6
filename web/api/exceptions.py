"""From what was raised to the problem that is answered."""

from __future__ import annotations

import logging
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404
from redis.exceptions import RedisError
from rest_framework.exceptions import APIException
from rest_framework.response import Response

from web.api.problems import MEDIA_TYPE, Problem
from web.catalogue.refusal import RequestRefusedError
from web.jobs.services.idempotency import KeyReusedError
from web.jobs.services.send import QueueUnavailableError
from web.jobs.services.submit import QueueFullError
from web.limits.allowance import RateLimited
from web.limits.jobs_at_once import TooManyJobs

logger = logging.getLogger(__name__)

QUEUE_FULL_RETRY_SECONDS: Final = 5
UNAVAILABLE_RETRY_SECONDS: Final = 2


def exception_handler(error: Exception, context: dict[str, Any]) -> Response:
    """DRF's hook; also answers what nobody foresaw, which is logged whole and shown to nobody."""
    problem = problem_of(error)
    if problem.status >= 500:
        request = context["request"]
        logger.error("%s %s: %s", request.method, request.path, problem.code, exc_info=error)
    headers = problem.headers() | getattr(error, "headers", {})
    return Response(problem.to_json(), problem.status, headers=headers, content_type=MEDIA_TYPE)


def problem_of(error: Exception) -> Problem:
    """What is answered where `error` was raised; 500 where nobody foresaw it."""
    return _outage(error) or _refusal(error)


def _outage(error: Exception) -> Problem | None:
    match error:
        case QueueFullError():
            detail = f"{error.limit} jobs are queued or running, which is as many as are taken; try again soon."
            return Problem(503, "queue_full", detail, retry_after_seconds=QUEUE_FULL_RETRY_SECONDS)
        case QueueUnavailableError():
            detail = "The queue does not answer, so nothing was accepted; try again soon."
            return Problem(503, "queue_unavailable", detail, retry_after_seconds=UNAVAILABLE_RETRY_SECONDS)
        case RedisError():
            detail = "The queue does not answer, so nothing was changed; try again soon."
            return Problem(503, "queue_unavailable", detail, retry_after_seconds=UNAVAILABLE_RETRY_SECONDS)
        case OSError():
            detail = "The store of results does not answer; try again soon."
            return Problem(503, "file_unavailable", detail, retry_after_seconds=UNAVAILABLE_RETRY_SECONDS)
        case OperationalError() | InterfaceError():
            detail = "The database does not answer; try again soon."
            return Problem(503, "database_unavailable", detail, retry_after_seconds=UNAVAILABLE_RETRY_SECONDS)
    return None


def _refusal(error: Exception) -> Problem:
    match error:
        case RequestRefusedError():
            return Problem(422, "invalid_request", "The request cannot be done as it is; see errors.", error.errors)
        case KeyReusedError():
            detail = "This Idempotency-Key stands for an earlier, different request; take a new key for a new request."
            return Problem(422, "idempotency_key_reused", detail)
        case RateLimited() | TooManyJobs():
            return Problem(429, error.code, str(error), retry_after_seconds=error.retry_after_seconds)
    return _general(error)


def _general(error: Exception) -> Problem:
    match error:
        case Http404():
            return Problem(404, "not_found", "There is nothing here, or not any more.")
        case PermissionDenied():
            return Problem(403, "forbidden", "This is not allowed.")
        case APIException():
            return Problem(error.status_code, str(error.get_codes()), str(error.detail))
    return Problem(500, "internal", "Something went wrong here; it was noted. Try again.")
