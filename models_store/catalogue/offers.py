"""What the networks of a config may be told, beyond how long to play and how wildly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Offer:
    """Of one config.

    Attributes:
        is_pitched: It plays notes, which a key can hold to its scale; else drums.
        draws_classes: It draws one of many classes, so that the unlikely ones can be left out.
        hears_density: It is told how many notes a second are wished.
        hears_chords: It plays over chords.
        hears_triads_alone: Of those it knows major, minor, augmented and diminished ones, whatever is added to them.
    """

    is_pitched: bool = True
    draws_classes: bool = True
    hears_density: bool = False
    hears_chords: bool = False
    hears_triads_alone: bool = False


_DRUMS: Final = Offer(is_pitched=False)
_KEYS: Final = Offer(draws_classes=False)
_DENSITY: Final = Offer(hears_density=True)
_TRIADS: Final = Offer(hears_chords=True, hears_triads_alone=True)

# All others play notes and hear no more than those.
_OFFERS: Final = {
    "one_drum": _DRUMS,
    "drum_kit": _DRUMS,
    "rnn-nade": _KEYS,
    "rnn-nade_attn": _KEYS,
    "density_conditioned_performance_with_dynamics": _DENSITY,
    "multiconditioned_performance_with_dynamics": _DENSITY,
    "optional_multiconditioned_performance_with_dynamics": _DENSITY,
    "basic_improv": _TRIADS,
    "attention_improv": _TRIADS,
    "chord_pitches_improv": Offer(hears_chords=True),
}


def offer_of(config_id: str) -> Offer:
    """What a config of Magenta's offers."""
    return _OFFERS.get(config_id, Offer())
