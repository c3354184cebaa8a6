"""`/compare/{token}`: two pieces, and which is better, for whoever was given the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from web.experiments.models import Experiment, Pair, State
from web.experiments.services.pairs import ready_count, turn_of, vote
from web.limits.client import client_of, issue, new_client
from web.limits.reads import charge_read
from web.pages.compose import SeeOther
from web.pages.refusal import in_words
from web.pieces.noindex import not_indexed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from web.experiments.services.pairs import Side

_CHOICES: Final[dict[str, Side | None]] = {"left": "left", "right": "right", "neither": None}


@require_http_methods(["GET", "HEAD", "POST"])
@not_indexed
@in_words
def compare(request: HttpRequest, token: str) -> HttpResponse:
    charge_read(request)
    experiment = get_object_or_404(Experiment.objects.select_related("model"), compare_token=token)
    if request.method == "POST":
        _take(request, experiment)
        return SeeOther(reverse("compare", args=[token]))
    listener = client_of(request) or new_client()
    response = render(request, "compare/pair.html", _context(experiment, listener))
    issue(response, request, listener)
    return response


def _context(experiment: Experiment, listener: str) -> dict[str, object]:
    has_ended = experiment.state is State.ENDED
    return {"turn": turn_of(experiment, listener), "count": ready_count(experiment), "has_ended": has_ended}


def _take(request: HttpRequest, experiment: Experiment) -> None:
    """Who brings no token has not been shown which is left, and an experiment that has ended stays as it was."""
    listener, choice, pair_id = client_of(request), request.POST.get("choice", ""), request.POST.get("pair", "")
    if listener and choice in _CHOICES and pair_id.isdecimal() and experiment.state is not State.ENDED:
        vote(get_object_or_404(Pair, pk=pair_id, experiment=experiment), listener, _CHOICES[choice])
