"""What may be asked of a type, with every limit and default: the same for programs and for the page's form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from models_store.catalogue.limits import (
    BARS,
    DENSITY,
    MOTIF_NOTES,
    SEED,
    START_PITCH,
    TOP_P,
    Limits,
    WholeLimits,
)
from models_store.catalogue.scales import KEYS, SCALES
from web.catalogue.services.offered import offered_by
from web.catalogue.services.primer_window import PRIMER_SECONDS
from web.catalogue.services.progression import CHORDS_PER_BAR
from web.catalogue.services.ranges import ranges_of
from worker.contract.chords import DEFAULT_CHORDS
from worker.contract.primer_midi import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from web.catalogue.models import Style, Type

DEFAULT_TOP_P: Final = 1.0
# Magenta's, where nothing is wished.
DEFAULT_DENSITY: Final = 15.0


def options_of(type_: Type) -> dict[str, Any]:
    """By the names of a request's fields; null for what the type cannot be told.

    Its parts and their active versions are at hand, as `playable_styles` gives them.
    """
    what, ranges = offered_by(type_), ranges_of(type_)
    return {
        "length_seconds": _range(ranges["length_seconds"], type_.default_length_seconds),
        "temperature": _range(ranges["temperature"], type_.default_temperature),
        "seed": _whole(SEED),
        "start_pitch": _whole(START_PITCH) if what.start_pitch else None,
        "qpm": _range(ranges["qpm"], type_.qpm) if what.qpm else None,
        "key": {"choices": list(KEYS), "default": None} if what.key else None,
        "scale": {"choices": list(SCALES), "default": None} if what.scale else None,
        "top_p": _range(TOP_P, DEFAULT_TOP_P) if what.top_p else None,
        "density": _range(DENSITY, DEFAULT_DENSITY) if what.density else None,
        "chords": _chords(type_, triads_alone=what.triads_alone) if what.chords else None,
        "groove": {"choices": list(what.grooves), "default": None} if what.groove else None,
        "primer_notes": _PRIMER_NOTES if what.primer_notes else None,
        "primer_midi": {"maximum_bytes": MAX_BYTES},
    }


def options_by_type(styles: Iterable[Style]) -> dict[str, dict[str, Any]]:
    """`options_of` each type by its slug, below its style's; for a form whose fields change with the type."""
    return {style.slug: {type_.slug: options_of(type_) for type_ in style.playable_types} for style in styles}


_PRIMER_NOTES: Final = {"maximum_notes": MOTIF_NOTES.maximum, "maximum_seconds": PRIMER_SECONDS}


def _range(limits: Limits, default: float) -> dict[str, Any]:
    return {"minimum": limits.minimum, "maximum": limits.maximum, "step": limits.step, "default": default}


def _whole(limits: WholeLimits) -> dict[str, Any]:
    return {"minimum": limits.minimum, "maximum": limits.maximum, "step": 1, "default": None}


def _chords(type_: Type, *, triads_alone: bool) -> dict[str, Any]:
    return {
        "maximum_bars": BARS.maximum,
        "chords_per_bar": list(CHORDS_PER_BAR),
        "triads_alone": triads_alone,
        "default": None if type_.progressions else list(DEFAULT_CHORDS),
    }
