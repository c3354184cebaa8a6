"""Polyphony heard as its last event, that knows which notes can go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import tensorflow as tf

from worker.encodings.polyphony import NEW_NOTE, PITCHES, STEP_END
from worker.networks.encoders import Memory
from worker.networks.encoders.one_hot import OneHotEncoder

Tensor = Any


@dataclass(frozen=True, slots=True)
class PolyphonyEncoder(OneHotEncoder):
    """A note that did not sound in the step before cannot be continued."""

    def fresh(self, rows: int) -> Memory:
        silence = tf.zeros((rows, PITCHES), tf.bool)
        return {**OneHotEncoder.fresh(self, rows), "before": silence, "now": silence}

    def hear(self, memory: Memory, event: Tensor) -> Memory:
        is_end, pitches = event == STEP_END, tf.range(PITCHES)
        sounds = (event == NEW_NOTE + pitches) | (event == NEW_NOTE + PITCHES + pitches)
        return {
            "event": event,
            "before": tf.where(is_end, memory["now"], memory["before"]),
            "now": ~is_end & (memory["now"] | sounds),
        }

    def alike(self, memory: Memory) -> tuple[Tensor, ...]:
        del memory
        event = tf.range(NEW_NOTE + 2 * PITCHES)[None]
        return ((event >= NEW_NOTE) & (event < NEW_NOTE + PITCHES),)

    def senseless(self, memory: Memory) -> Tensor | None:
        return tf.pad(~memory["before"], ((0, 0), (NEW_NOTE + PITCHES, 0)))
