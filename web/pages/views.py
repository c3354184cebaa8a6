"""The pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.shortcuts import render

from models_store.catalogue.limits import LENGTH_SECONDS, SEED, START_PITCH, TEMPERATURE
from web.catalogue.services.playable import playable_styles
from web.pages.pitches import pitches_by_octave
from web.pages.words import WORDS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

QUICK_LENGTHS: Final = ((10, "0:10"), (30, "0:30"), (60, "1:00"), (120, "2:00"), (180, "3:00"))


def home(request: HttpRequest) -> HttpResponse:
    """Choose, press, listen, keep."""
    styles = playable_styles()
    context = {
        "styles": styles,
        "default_length_seconds": styles[0].types.all()[0].default_length_seconds if styles else None,
        "length": LENGTH_SECONDS,
        "temperature": TEMPERATURE,
        "seed": SEED,
        "pitches": pitches_by_octave(START_PITCH.minimum, START_PITCH.maximum),
        "quick_lengths": QUICK_LENGTHS,
        "words": WORDS,
    }
    return render(request, "pages/home.html", context)
