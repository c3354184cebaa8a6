"""Cross-origin requests to the API, of those origins that the operator names; never with credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse

from web.api.problems import MEDIA_TYPE, Problem

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.datastructures import Headers
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

API_PREFIX: Final = "/api/"
METHODS: Final = ("GET", "HEAD", "POST", "DELETE")
REQUEST_HEADERS: Final = (
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-None-Match",
    "Last-Event-ID",
    "Prefer",
    "Range",
)
ANSWER_HEADERS: Final = (
    "Client-Token",
    "Content-Range",
    "ETag",
    "Idempotent-Replayed",
    "Location",
    "Preference-Applied",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
)


class _Sharing(CORSMiddleware):
    """Starlette's, with a refusal as all of the API's are."""

    def preflight_response(self, request_headers: Headers) -> Response:
        response = super().preflight_response(request_headers)
        if response.status_code != 400:
            return response
        detail = "The origin, the method or one of the headers is not allowed from other origins."
        problem = Problem(400, "bad_request", detail)
        headers = {**problem.headers(), "Vary": response.headers["vary"]}
        return JSONResponse(problem.to_json(), 400, headers, MEDIA_TYPE)


class CrossOrigin:
    """An ASGI app around another; without origins, and outside the API, nothing is added."""

    def __init__(self, app: ASGIApp, origins: Collection[str]) -> None:
        self._app = app
        self._api = app
        if origins:
            self._api = _Sharing(
                app,
                allow_origins=origins,
                allow_methods=METHODS,
                allow_headers=REQUEST_HEADERS,
                expose_headers=ANSWER_HEADERS,
            )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_api = scope["type"] == "http" and scope["path"].startswith(API_PREFIX)
        await (self._api if is_api else self._app)(scope, receive, send)
