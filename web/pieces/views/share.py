"""`/p/{share_id}`: a piece for others, who may see and hear it and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from web.jobs.models import Job
from web.limits.reads import charge_read
from web.pages.refusal import in_words
from web.pages.words import say
from web.pieces.noindex import not_indexed
from web.pieces.shown import ShownPiece
from web.pieces.views.context import rating_context, stand_context

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

# What of a piece its listeners may take over for one of their own.
_TAKEN_OVER: Final = ("style", "type", "length_seconds")


@require_safe
@not_indexed
@in_words
def share(request: HttpRequest, share_id: str) -> HttpResponse:
    charge_read(request)
    job = Job.objects.prefetch_related("files").filter(share_id=share_id).first()
    if job is None:
        raise Http404
    piece = ShownPiece.of(job)
    context = {
        **stand_context(job, composed=_("Made with Cadenza")),
        **rating_context(request, job),
        "piece": piece,
        "site": request.build_absolute_uri("/").removesuffix("/"),
        "make_your_own": _make_your_own(job),
    }
    return render(request, "pieces/share.html", context | _gone(job), status=410 if piece.is_gone else 200)


def _gone(job: Job) -> dict[str, str]:
    """What is said of a piece whose time is over."""
    if job.expires_at > timezone.now():
        return {}
    return {"state_title": say("gone_title"), "state_detail": say("gone_detail")}


def _make_your_own(job: Job) -> str:
    return f"{reverse('home')}?{urlencode({name: job.resolved[name] for name in _TAKEN_OVER})}"
