"""The pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from models_store.catalogue.limits import LENGTH_SECONDS, SEED, START_PITCH, TEMPERATURE
from web.catalogue.services.playable import playable_styles
from web.limits.reads import charge_read
from web.pages.compose import compose
from web.pages.pitches import pitches_by_octave
from web.pages.posted import body_of
from web.pages.refusal import Refusal
from web.pages.words import WORDS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

QUICK_LENGTHS: Final = ((10, "0:10"), (30, "0:30"), (60, "1:00"), (120, "2:00"), (180, "3:00"))
HOME: Final = "pages/home.html"


@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Choose, press, listen, keep; without a script the form comes back here."""
    if request.method == "POST":
        return _post(request)
    return render(request, HOME, _context(request.GET))


def _post(request: HttpRequest) -> HttpResponse:
    try:
        charge_read(request)
        return compose(request, body_of(request.POST))
    except Exception as error:
        refusal = Refusal.of(error)
    return refusal.answer(request, HOME, **_context(request.POST))


def _context(chosen: QueryDict) -> dict[str, Any]:
    """What the page shows, with what was `chosen` before."""
    styles = playable_styles()
    return {
        "styles": styles,
        "default_length_seconds": styles[0].types.all()[0].default_length_seconds if styles else None,
        "length": LENGTH_SECONDS,
        "temperature": TEMPERATURE,
        "seed": SEED,
        "pitches": pitches_by_octave(START_PITCH.minimum, START_PITCH.maximum),
        "quick_lengths": QUICK_LENGTHS,
        "words": WORDS,
        "chosen": chosen.dict(),
    }
