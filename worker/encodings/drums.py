"""Magenta's drum track event sequence: each 16th step is one class, a bit for each of nine drum types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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

    def encode(self, example: NDArray[Any], _rng: np.random.Generator | None = None) -> Encoded:
        """The example itself: drums are neither transposed nor stretched."""
        return Encoded.plain(example.astype(np.int32))
