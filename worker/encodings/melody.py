"""Melody events as note-seq's `MelodyOneHotEncoding` numbers them: no event, the end of a note, then the pitches."""

from __future__ import annotations

from typing import Final

NO_EVENT: Final = 0
NOTE_OFF: Final = 1
FIRST_NOTE: Final = 2

_OCTAVE: Final = 12
_PITCHES: Final = 128


def sounding_pitch(event: int, lowest: int, transposed: int = 0) -> int:
    """The MIDI pitch of a note's class, where the network hears it `transposed` semitones higher than it sounds.

    `lowest` is the pitch of the first class; what would leave MIDI's range is moved into it by octaves, as note-seq
    does.
    """
    pitch = event - FIRST_NOTE + lowest - transposed
    if pitch < 0:
        return pitch % _OCTAVE
    return pitch if pitch < _PITCHES else _PITCHES - _OCTAVE + (pitch - _PITCHES) % _OCTAVE
