"""A melody that hears what it played one and two bars ago, and may be told to play it again (Lookback RNN)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import tensorflow as tf

from worker.encodings.melody import FIRST_NOTE, NOTE_OFF
from worker.networks.cells import Inputs
from worker.networks.encoders import Memory
from worker.networks.encoders.counted import counter
from worker.networks.encoders.melody import sounding_after

Tensor = Any

# In steps, as note-seq has them by default: one bar and two.
DISTANCES: Final = (16, 32)
COUNTER_BITS: Final = 5
# No event is held there yet; equal to none, and played as no event.
_NOTHING: Final = -1


@dataclass(frozen=True, slots=True)
class LookbackEncoder:
    """The last event, those that followed a bar and two bars ago, the counter, and whether the last was a repeat.

    Events are class indices of a one-hot melody encoding, in which 0 is "no event".
    """

    num_events: int
    event_size: int = 1

    def fresh(self, rows: int) -> Memory:
        return {
            "history": tf.fill((rows, DISTANCES[-1] + 1), _NOTHING),
            "heard": tf.zeros(rows, tf.int32),
            "sounding": tf.zeros((rows, 1), tf.bool),
        }

    def hear(self, memory: Memory, event: Tensor) -> Memory:
        history = tf.concat((memory["history"][:, 1:], event), 1)
        sounding = sounding_after(memory["sounding"], event)
        return {"history": history, "heard": memory["heard"] + 1, "sounding": sounding}

    def inputs(self, memory: Memory) -> Inputs:
        history, size = memory["history"], self.num_events
        following = [tf.maximum(history[:, -distance], 0) + size * place for place, distance in enumerate(DISTANCES, 1)]
        numbers = tf.concat((counter(memory["heard"], COUNTER_BITS), repeats(history)), 1)
        return Inputs(tf.stack((history[:, -1], *following), 1), numbers, size * (1 + len(DISTANCES)))

    def event_of(self, memory: Memory, classes: Tensor) -> Tensor:
        return repeated(memory["history"], classes, self.num_events)

    def alike(self, memory: Memory) -> tuple[Tensor, ...]:
        return (self._meant(memory) >= FIRST_NOTE,)

    def senseless(self, memory: Memory) -> Tensor | None:
        """The end of a note where none sounds, said outright or by repetition."""
        return ~memory["sounding"] & (self._meant(memory) == NOTE_OFF)

    def _meant(self, memory: Memory) -> Tensor:
        """[B or 1, classes]: the event that each class stands for."""
        return self.event_of(memory, tf.range(self.num_events + len(DISTANCES))[None])


def repeats(history: Tensor) -> Tensor:
    """[B, distances]: 1 where the last event is that of so many steps before, else 0."""
    last = history[:, -1]
    return tf.stack([tf.cast(last == history[:, -1 - distance], tf.float32) for distance in DISTANCES], 1)


def repeated(history: Tensor, events: Tensor, first_repeat: int) -> Tensor:
    """`events` [B or 1, n], those from `first_repeat` on replaced by what was played so many steps ago."""
    for place, distance in enumerate(DISTANCES):
        again = tf.maximum(history[:, -distance, None], 0)
        events = tf.where(events == first_repeat + place, again, events)
    return events
