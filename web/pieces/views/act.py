"""`POST /pieces/{id}/{action}`: the buttons of one's own piece."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from web.jobs.models import Job
from web.jobs.services.cancel import cancel
from web.jobs.services.erase import erase
from web.pages.compose import SeeOther, compose
from web.pages.refusal import Refusal
from web.pieces.noindex import not_indexed
from web.pieces.views.own import own_context

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


def _again(job: Job) -> dict[str, Any]:
    """The same once more, note for note."""
    return dict(job.resolved)


def _other(job: Job, variations: int) -> dict[str, Any]:
    """The same wishes, other music."""
    left_out = {"seed", "engine"}
    if _is_laid_out_by_seed(job):
        left_out |= {"plan", "parts"} | {name for name in ("chords", "groove") if not job.request.get(name)}
    wishes = {name: value for name, value in job.resolved.items() if name not in left_out}
    return {**wishes, "variations": variations}


def _is_laid_out_by_seed(job: Job) -> bool:
    """Where parts begin with something but a groove, they and their plan belong together."""
    groove = job.resolved.get("groove")
    primed = [part for part in job.resolved["parts"] if part.get("primer")]
    return bool(job.resolved.get("plan") or groove) and all(groove and part["is_drum"] for part in primed)


# What each button that makes music asks for.
REQUESTS: Final[dict[str, Callable[[Job], dict[str, Any]]]] = {
    "again": _again,
    "other": lambda job: _other(job, 1),
    "variations": lambda job: _other(job, 4),
    "continue": lambda job: {"parent": str(job.pk)},
}


@require_POST
@not_indexed
def act(request: HttpRequest, job_id: UUID, action: str) -> HttpResponse:
    try:
        return _done(request, get_object_or_404(Job, pk=job_id), action)
    except Exception as error:
        refusal = Refusal.of(error)
    if refusal.problem.status == 404:
        return refusal.answer(request, "pieces/refused.html")
    return refusal.answer(request, "pieces/own.html", **own_context(request, job_id))


def _done(request: HttpRequest, job: Job, action: str) -> HttpResponse:
    if action in REQUESTS:
        return compose(request, REQUESTS[action](job))
    if action == "cancel":
        cancel(job)
        return SeeOther(reverse("piece", args=[job.pk]))
    if action == "erase":
        erase(job)
        return SeeOther(reverse("pieces"))
    raise Http404
