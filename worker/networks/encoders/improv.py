"""A melody over chords, and which of its notes the chord bears."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import tensorflow as tf

from worker.encodings.melody import FIRST_NOTE
from worker.networks.encoders import Memory
from worker.networks.encoders.conditioned import ConditionedEncoder

Tensor = Any

_OCTAVE: Final = 12
# Half a bar: where a tune leans on its chord.
STRONG_STEPS: Final = 8


@dataclass(frozen=True, slots=True)
class ImprovEncoder(ConditionedEncoder):
    """The first melody step lies on a bar line, and its lowest pitch is a C, as Magenta has both.

    Attributes:
        num_classes: Of the melody's events.
        chord_tones: [control size, 12], the pitch classes that each number of a chord stands for.
    """

    num_classes: int = 0
    chord_tones: Any = None

    def senseless(self, memory: Memory) -> Tensor | None:
        """What the melody itself cannot mean, and on strong beats notes outside the chord; without a chord all fit."""
        note = self.event_of(memory, tf.range(self.num_classes)[None]) - FIRST_NOTE
        is_strong = memory["clock"][:, None] % STRONG_STEPS == 0
        is_foreign = is_strong & (note >= 0) & ~self._fits(memory, note)
        senseless = self.target.senseless(memory)
        return is_foreign if senseless is None else senseless | is_foreign

    def _fits(self, memory: Memory, note: Tensor) -> Tensor:
        """[B, n]: whether notes [B or 1, n] belong to the chord that holds next."""
        tones = tf.matmul(self._control(memory), tf.constant(self.chord_tones, tf.float32)) > 0
        tones |= ~tf.reduce_any(tones, 1, keepdims=True)
        rows = tf.broadcast_to(note % _OCTAVE, (tf.shape(tones)[0], note.shape[1]))
        return tf.gather(tones, rows, batch_dims=1)
