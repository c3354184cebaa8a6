"""Magenta's drum track event sequence: each 16th step is one class, a bit for each of nine drum types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from note_seq import (
    BadTimeSignatureError,
    DrumTrack,
    MultiDrumOneHotEncoding,
    MultipleTempoError,
    MultipleTimeSignatureError,
    quantize_note_sequence,
    steps_per_bar_in_quantized_sequence,
)
from numpy.typing import NDArray

from worker.encodings import Encoded

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence

STEPS_PER_QUARTER = 4
STEPS_PER_BAR = 16
# A longer rest ends the track, as Magenta's extractor has it; it allows one bar, drummers' pauses need more.
GAP_BARS = 4

# Drummers hardly play a bar twice alike, and a network that heard them alone keeps no groove it is given.
LOOPED_SHARE: Final = 0.4
PHRASE_BARS: Final = (4, 8)
LOOP_BARS: Final = (1, 2)

KIT = MultiDrumOneHotEncoding()


@dataclass(frozen=True, slots=True)
class DrumKitEncoding:
    """Classes of the `drum_kit` config: 2^9 sets of drum types."""

    def examples(self, sequence: NoteSequence) -> list[NDArray[Any]]:
        """The drum track of a file at 16th steps, the last bar filled up; none where meter or tempo change."""
        try:
            quantized = quantize_note_sequence(sequence, STEPS_PER_QUARTER)
        except (BadTimeSignatureError, MultipleTimeSignatureError, MultipleTempoError):
            return []
        if steps_per_bar_in_quantized_sequence(quantized) != STEPS_PER_BAR:
            return []
        track = DrumTrack()
        track.from_quantized_sequence(quantized, gap_bars=GAP_BARS, pad_end=True)
        events = np.array([KIT.encode_event(event) for event in track], dtype=np.int32)
        return [events] if len(events) >= STEPS_PER_BAR else []

    def encode(self, example: NDArray[Any], rng: np.random.Generator | None = None) -> Encoded:
        """The example itself, or now and then its phrases as loops; drums are neither transposed nor stretched."""
        classes = example.astype(np.int32)
        if rng is not None and rng.random() < LOOPED_SHARE:
            classes = looped(classes, int(rng.choice(PHRASE_BARS)), int(rng.choice(LOOP_BARS)))
        return Encoded.plain(classes)


def looped(classes: NDArray[np.int32], phrase_bars: int, loop_bars: int) -> NDArray[np.int32]:
    """The first bars of each phrase over and over, up to its last bar, which stays as it was played."""
    bars, steps = np.divmod(np.arange(len(classes)), STEPS_PER_BAR)
    place = bars % phrase_bars
    source = np.where(place == phrase_bars - 1, bars, bars - place + place % loop_bars)
    found: NDArray[np.int32] = classes[source * STEPS_PER_BAR + steps]
    return found
