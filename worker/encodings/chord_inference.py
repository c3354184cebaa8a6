"""The chords of a piece as note-seq hears them, a few times as fast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from note_seq import chord_inference
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

    from note_seq.protobuf.music_pb2 import NoteSequence

Matrix = NDArray[Any]


def infer_chords(quantized: NoteSequence, **options: Any) -> None:
    """Adds chords to a sequence on a grid; the options are those of note-seq's `infer_chords_for_sequence`.

    Raises:
        note_seq.ChordInferenceError: There is too little to hear, too much, or chords are there already.
    """
    chord_inference.infer_chords_for_sequence(quantized, **options)


def _made_once(make: Callable[..., Matrix]) -> Callable[..., Matrix]:
    """`make`, which is asked once for each set of arguments."""
    made: Final[dict[tuple[Any, ...], Matrix]] = {}

    def kept(key_chord_distribution: Matrix, **chances: float) -> Matrix:
        key = (key_chord_distribution.tobytes(), *sorted(chances.items()))
        if key not in made:
            made[key] = make(key_chord_distribution, **chances)
        return made[key]

    return kept


# How likely each chord follows each other one is the same for all pieces, yet note-seq finds it anew for each, in a
# loop of Python that takes two thirds of all the time.
_TRANSITIONS: Final = "_key_chord_transition_distribution"
setattr(chord_inference, _TRANSITIONS, _made_once(getattr(chord_inference, _TRANSITIONS)))
