"""A melody heard as its last event, that knows whether a note sounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import tensorflow as tf

from worker.encodings.melody import FIRST_NOTE, NOTE_OFF
from worker.networks.encoders import Memory
from worker.networks.encoders.one_hot import OneHotEncoder

Tensor = Any


@dataclass(frozen=True, slots=True)
class MelodyEncoder(OneHotEncoder):
    """The end of a note means nothing where none sounds."""

    num_classes: int = 0

    def fresh(self, rows: int) -> Memory:
        return {**OneHotEncoder.fresh(self, rows), "sounding": tf.zeros((rows, 1), tf.bool)}

    def hear(self, memory: Memory, event: Tensor) -> Memory:
        return {"event": event, "sounding": sounding_after(memory["sounding"], event)}

    def alike(self, memory: Memory) -> tuple[Tensor, ...]:
        del memory
        return (tf.range(self.num_classes)[None] >= FIRST_NOTE,)

    def senseless(self, memory: Memory) -> Tensor | None:
        return ~memory["sounding"] & (tf.range(self.num_classes) == NOTE_OFF)


def sounding_after(sounding: Tensor, event: Tensor) -> Tensor:
    """[B, 1]: whether a note sounds after `event`, a class of the one-hot melody encoding."""
    return (event >= FIRST_NOTE) | (sounding & (event != NOTE_OFF))
