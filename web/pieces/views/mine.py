"""`/pieces`: what this browser asked for, and what is left of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe
from rest_framework.request import Request

from web.api.pages import own_jobs
from web.jobs.services.standing import Standing
from web.limits.client import client_of
from web.limits.reads import charge_read
from web.pages.refusal import in_words
from web.pieces.noindex import not_indexed
from web.pieces.shown import ShownPiece
from web.pieces.state import state_words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@not_indexed
@in_words
def mine(request: HttpRequest) -> HttpResponse:
    charge_read(request)
    jobs, following = own_jobs(Request(request), client_of(request))
    # Where each stands is told on its own page: here it would be a question per job.
    pieces = [(ShownPiece.of(job), state_words(job, Standing())[0]) for job in jobs]
    return render(request, "pieces/mine.html", {"pieces": pieces, "following": following})
