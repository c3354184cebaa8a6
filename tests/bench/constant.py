"""Web with one view more, which always answers the same: `uvicorn tests.bench.constant:application`."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.urls import path

from web.config import asgi

application = asgi.application


def constant(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "queued"})


def _add() -> None:
    from web.config import urls

    urls.urlpatterns = [*urls.urlpatterns, path("constant", constant)]


_add()
