"""Which notes a network may begin, by range and scale."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import note_seq
import numpy as np
from numpy.typing import NDArray

from worker.contract.part_spec import PITCH_CLASSES, Sampling
from worker.encodings.config import Config
from worker.encodings.melody import FIRST_NOTE, sounding_pitch
from worker.encodings.performance import NOTE_ON
from worker.encodings.polyphony import NEW_NOTE

MIDI_PITCHES: Final = range(128)
KEYBOARD: Final = range(21, 109)
# The head of the note encoding that holds pitches.
_PITCH_HEAD: Final = 2


def allowed_classes(
    config: Config, sampling: Sampling, transposed: int = 0, heard: Iterable[tuple[int, ...]] = ()
) -> NDArray[np.bool_] | None:
    """[outputs]: which classes may be drawn, all heads one after another; None where nothing is forbidden.

    Of an RNN-NADE they are its keys. What begins no pitched note is always allowed; a repeat of what was played too,
    unless a note was heard first that may not be begun.

    Args:
        config: The network's.
        sampling: The part's limits, in pitches as they sound.
        transposed: By how many semitones the network hears its music higher.
        heard: The events of its primer.

    Raises:
        ValueError: No pitch would be left.
    """
    allows_all = (sampling.lowest_pitch, sampling.highest_pitch) == (MIDI_PITCHES[0], MIDI_PITCHES[-1])
    if config.family == "drums" or (allows_all and set(sampling.pitch_classes) >= set(PITCH_CLASSES)):
        return None
    begun = _PITCHES[config.family](config, transposed)
    good = {class_index for class_index, pitch in begun.items() if is_allowed(pitch, sampling)}
    if not good:
        raise ValueError("no pitch is left within the range and the scale that were asked for")
    forbidden = {*begun.keys() - good, *_misleading(config, sampling, transposed, heard)}
    outputs = len(KEYBOARD) if config.is_nade else sum(config.heads)
    return np.array([index not in forbidden for index in range(outputs)])


def is_allowed(pitch: int, sampling: Sampling) -> bool:
    """Whether a note of that MIDI pitch may be begun."""
    is_within = sampling.lowest_pitch <= pitch <= sampling.highest_pitch
    return is_within and pitch % len(PITCH_CLASSES) in sampling.pitch_classes


def _misleading(config: Config, sampling: Sampling, transposed: int, heard: Iterable[tuple[int, ...]]) -> range:
    """The classes of a melody that repeat what was played, where that may be a note that must not be begun."""
    if config.family not in ("melody", "improv"):
        return range(0)
    lowest, above_highest = config.note_range
    pitches = [sounding_pitch(event, lowest, transposed) for (event,) in heard if event >= FIRST_NOTE]
    # Whatever the encoding, they come after the notes, no event and the end of a note.
    first = len(range(lowest, above_highest)) + FIRST_NOTE
    return range(0) if all(is_allowed(pitch, sampling) for pitch in pitches) else range(first, config.heads[0])


def _melody(config: Config, transposed: int) -> dict[int, int]:
    """The key encoding's classes begin with the notes; in the others two events come before."""
    lowest, above_highest = config.note_range
    first = 0 if isinstance(config.target_encoder, note_seq.KeyMelodyEncoderDecoder) else FIRST_NOTE
    notes = range(above_highest - lowest)
    return {first + note: sounding_pitch(FIRST_NOTE + note, lowest, transposed) for note in notes}


def _performance(config: Config, _transposed: int) -> dict[int, int]:
    first = NOTE_ON if len(config.heads) == 1 else sum(config.heads[:_PITCH_HEAD])
    return {first + pitch: pitch for pitch in MIDI_PITCHES}


def _polyphony(_config: Config, _transposed: int) -> dict[int, int]:
    return {NEW_NOTE + pitch: pitch for pitch in MIDI_PITCHES}


def _pianoroll(_config: Config, _transposed: int) -> dict[int, int]:
    return dict(enumerate(KEYBOARD))


# The pitch that each class begins; other classes begin none.
_PITCHES: Final[dict[str, Callable[[Config, int], dict[int, Any]]]] = {
    "melody": _melody,
    "improv": _melody,
    "performance": _performance,
    "polyphony": _polyphony,
    "pianoroll_rnn_nade": _pianoroll,
}
