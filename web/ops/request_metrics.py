"""Counts and times the answers of Django, by route and status, and refusals by their reason, for `/metrics`."""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Counter, Histogram

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

REGISTRY: Final = CollectorRegistry()
# A route is a pattern of ours and never a path: what people may invent must not become series.
NO_ROUTE: Final = "none"
NO_CODE: Final = "none"

REQUEST_SECONDS: Final = Histogram(
    "cadenza_http_request_seconds",
    "From the request to the first byte of the answer; what waits natively, such as streams of events, is not in it.",
    ("route", "status"),
    registry=REGISTRY,
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
REFUSED: Final = Counter(
    "cadenza_refused",
    "Requests that were well-formed and not served, by the code of the problem.",
    ("code",),
    registry=REGISTRY,
)
REFUSALS: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


class RequestMetrics:
    """The outermost middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = self._get_response(request)
        route = request.resolver_match.route if request.resolver_match else NO_ROUTE
        REQUEST_SECONDS.labels(route, response.status_code).observe(time.perf_counter() - began)
        if response.status_code in REFUSALS:
            REFUSED.labels(_code(response)).inc()
        return response


def _code(response: HttpResponseBase) -> str:
    """The problem's own; what is no problem, such as a probe's answer, has none."""
    problem = getattr(response, "data", None)
    return str(problem["code"]) if isinstance(problem, dict) and "code" in problem else NO_CODE
