"""The quota of those who ask for pieces."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from redis.exceptions import RedisError
from rest_framework.views import APIView

from web.config.redis import redis_client
from web.jobs.services.send import QueueUnavailableError
from web.limits.bucket import take
from web.limits.caller import caller_of
from web.operate.rules import create_quota

if TYPE_CHECKING:
    from django.http import HttpRequest
    from rest_framework.request import Request
    from rest_framework.response import Response

    from web.limits.allowance import Allowance

logger = logging.getLogger(__name__)

POLICY: Final = "create"
RATING_POLICY: Final = "rate"
# Where a request keeps what its caller has left, for the headers of whatever is answered; None where nobody can tell.
_ALLOWANCE: Final = "cadenza.create_allowance"


def charge_create(request: HttpRequest, cost: int) -> Allowance:
    """Takes `cost` pieces from the caller's quota, `CREATE_QUOTA`.

    Raises:
        RateLimited: The caller has not as much left; nothing was taken.
        QueueUnavailableError: Redis is away, and nobody can tell.
    """
    request.META[_ALLOWANCE] = None
    request.META[_ALLOWANCE] = allowance = _charge(request, POLICY, cost)
    return allowance


def charge_rating(request: HttpRequest) -> None:
    """Takes one rating from a quota of its own, as large as `CREATE_QUOTA`; raises as `charge_create` does."""
    _charge(request, RATING_POLICY, 1)


def _charge(request: HttpRequest, policy: str, cost: int) -> Allowance:
    try:
        return take(redis_client(), policy, caller_of(request), create_quota(), cost)
    except RedisError as error:
        raise QueueUnavailableError(str(error)) from error


class CreateQuotaView(APIView):
    """A view whose every answer to a POST, refusals too, says what its caller has left."""

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        if request.method == "POST" and "RateLimit" not in response.headers:
            allowance = request.META[_ALLOWANCE] if _ALLOWANCE in request.META else _look(request)
            for name, value in allowance.headers().items() if allowance else ():
                response.headers[name] = value
        return super().finalize_response(request, response, *args, **kwargs)


def _look(request: HttpRequest) -> Allowance | None:
    try:
        return take(redis_client(), POLICY, caller_of(request), create_quota(), 0)
    except RedisError as error:
        logger.info("an answer does not say what its caller has left: %s", error)
        return None
