"""Errors that Django answers before or beside a view: problems under the API, Django's plain pages elsewhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults

from web.api.problems import MEDIA_TYPE, Problem


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    problem = Problem(400, "bad_request", "The request cannot be read; check the host name and headers sent.")
    return _answer(request, problem) or defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    problem = Problem(404, "not_found", "There is nothing here; /api/v1/docs lists what there is.")
    return _answer(request, problem) or defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    problem = Problem(500, "internal", "Something went wrong here; it was noted. Try again.")
    return _answer(request, problem) or defaults.server_error(request)


def _answer(request: HttpRequest, problem: Problem) -> HttpResponse | None:
    if not request.path.startswith("/api/"):
        return None
    return JsonResponse(problem.to_json(), status=problem.status, headers=problem.headers(), content_type=MEDIA_TYPE)
