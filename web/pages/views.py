"""The pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from models_store.catalogue.grooves import load_grooves
from models_store.catalogue.limits import DENSITY, LENGTH_SECONDS, QPM, SEED, START_PITCH, TEMPERATURE, TOP_P
from web.catalogue.services.options import options_by_type
from web.catalogue.services.playable import playable_styles
from web.limits.reads import charge_read
from web.pages.compose import compose
from web.pages.instruments import KITS, PROGRAMS
from web.pages.pitches import key_names, pitches_by_octave, scale_names
from web.pages.posted import body_of
from web.pages.refusal import Refusal
from web.pages.words import WORDS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from web.catalogue.models import Style

QUICK_LENGTHS: Final = ((10, "0:10"), (30, "0:30"), (60, "1:00"), (120, "2:00"), (180, "3:00"))
HOME: Final = "pages/home.html"
GROOVES: Final = [(slug, groove.name) for slug, groove in load_grooves().items()]
# What stands in the page's address; `frontend/src/settings.ts` writes it there.
SETTINGS: Final = (
    "style",
    "type",
    "length_seconds",
    "temperature",
    "start_pitch",
    "seed",
    "qpm",
    "key",
    "scale",
    "groove",
    "top_p",
    "density",
    "chords",
)

# `options_by_type`.
Options = dict[str, dict[str, dict[str, Any]]]


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
    options = options_by_type(styles)
    settings = _settings(chosen, options)
    return {
        "styles": styles,
        "roles": _roles(styles),
        "default_length_seconds": styles[0].playable_types[0].default_length_seconds if styles else None,
        "length": LENGTH_SECONDS,
        "temperature": TEMPERATURE,
        "qpm": QPM,
        "top_p": TOP_P,
        "density": DENSITY,
        "seed": SEED,
        "keys": key_names(),
        "scales": scale_names(),
        "grooves": GROOVES,
        "pitches": pitches_by_octave(START_PITCH.minimum, START_PITCH.maximum),
        "quick_lengths": QUICK_LENGTHS,
        "programs": PROGRAMS,
        "kits": KITS,
        "words": WORDS,
        "options": options,
        "offered": _offered(options),
        "chosen": settings,
    }


def _settings(chosen: QueryDict, options: Options) -> dict[str, str]:
    """Of what was chosen, what the form has; a style that is not there, and its type, are left out."""
    settings = {name: str(value) for name, value in chosen.items() if name in SETTINGS}
    if settings.get("style") not in options:
        return {name: value for name, value in settings.items() if name not in {"style", "type"}}
    return settings


def _roles(styles: list[Style]) -> list[str]:
    """Of all who may play."""
    return sorted({part.role for style in styles for type_ in style.playable_types for part in type_.parts.all()})


def _offered(options: Options) -> set[str]:
    """What at least one type can be told: without a script nothing changes with the type."""
    types = [type_ for style in options.values() for type_ in style.values()]
    return {name for type_ in types for name, option in type_.items() if option is not None}
