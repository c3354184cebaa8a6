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
from web.jobs.services.standing import standing_of
from web.limits.reads import charge_read
from web.pages.refusal import in_words
from web.pages.words import say
from web.pieces.noindex import not_indexed
from web.pieces.shown import ShownPiece
from web.pieces.state import Words, state_words

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
    title, detail = _words(job)
    context = {
        "piece": piece,
        "state_title": title,
        "state_detail": detail,
        "site": request.build_absolute_uri("/").removesuffix("/"),
        "make_your_own": _make_your_own(job),
    }
    return render(request, "pieces/share.html", context, status=410 if piece.is_gone else 200)


def _words(job: Job) -> Words:
    if job.expires_at <= timezone.now():
        return say("gone_title"), say("gone_detail")
    return state_words(job, standing_of(job), composed=_("Made with Cadenza"))


def _make_your_own(job: Job) -> str:
    return f"{reverse('home')}?{urlencode({name: job.resolved[name] for name in _TAKEN_OVER})}"
