"""What a network hears before it goes on by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from worker.encodings.drums import KIT
from worker.encodings.performance import MAX_SHIFT_STEPS, NOTE_ON, TIME_SHIFT, VELOCITY

KICK: Final = 36
# Bin 20 of 32, a mezzoforte.
PRIMER_VELOCITY_BIN: Final = 20


@dataclass(frozen=True, slots=True)
class Primer:
    """Classes heard first; the first `unheard` of them are no part of the piece."""

    events: tuple[int, ...]
    unheard: int


def performance_primer(pitches: tuple[int, ...]) -> Primer:
    """A second of silence, which is no part of the piece, then all `pitches` struck at once."""
    struck = (VELOCITY + PRIMER_VELOCITY_BIN - 1, *(NOTE_ON + pitch for pitch in pitches)) if pitches else ()
    return Primer((TIME_SHIFT + MAX_SHIFT_STEPS - 1, *struck), unheard=1)


def drum_primer(_pitches: tuple[int, ...]) -> Primer:
    """A bass drum on the one, as Magenta starts a drum track that was given no primer."""
    return Primer((KIT.encode_event(frozenset({KICK})),), unheard=0)
