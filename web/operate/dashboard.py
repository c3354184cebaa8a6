"""The admin's first page: the service as it is, renewed every few seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from web.operate.now import look

if TYPE_CHECKING:
    from django.contrib.auth.models import User

SEE_JOBS: Final = "jobs.view_job"


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Adds what those see who may see jobs."""
    return {**context, "now": look() if _may_look(request) else None}


def renew(request: HttpRequest) -> HttpResponse:
    """The same part of the page again; who is no longer logged in has the whole page loaded anew, and so logs in."""
    if not (admin.site.has_permission(request) and _may_look(request)):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "operate/now.html", {"now": look()}, status=200)


def _may_look(request: HttpRequest) -> bool:
    return cast("User", request.user).has_perm(SEE_JOBS)
