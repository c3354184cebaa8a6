"""`/pieces/{id}`: one's own piece, from the queue to the last button, without any script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from web.jobs.models import Job
from web.limits.reads import charge_read
from web.pages.refusal import in_words
from web.pieces.noindex import not_indexed
from web.pieces.shown import ShownPiece
from web.pieces.variations import variations_of
from web.pieces.views.context import rating_context, stand_context

if TYPE_CHECKING:
    from typing import Any
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_safe
@not_indexed
@in_words
def own(request: HttpRequest, job_id: UUID) -> HttpResponse:
    charge_read(request)
    return render(request, "pieces/own.html", own_context(request, job_id))


def own_context(request: HttpRequest, job_id: UUID) -> dict[str, Any]:
    """What the page's template asks for.

    Raises:
        Http404: There is no such job.
    """
    job = Job.objects.prefetch_related("files").filter(pk=job_id).first()
    if job is None:
        raise Http404
    variations = variations_of(job)
    return {
        **stand_context(job),
        **rating_context(request, job),
        "piece": ShownPiece.of(job),
        "variations": variations,
        "is_under_way": not all(one.is_settled for one in (job, *(other.piece.job for other in variations))),
    }
