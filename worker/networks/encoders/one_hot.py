"""An event is one class and is heard as such."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import tensorflow as tf

from worker.encodings.performance import NOTE_OFF, NOTE_ON, PITCHES, STEPS_PER_SECOND, TIME_SHIFT, VELOCITY
from worker.networks.cells import Inputs
from worker.networks.encoders import Memory

Tensor = Any

# A pause that is longer is no music any more; a note whose end is forgotten is over after 5 s.
LONGEST_SILENCE_STEPS: Final = 2 * STEPS_PER_SECOND
LONGEST_WAIT_STEPS: Final = 7 * STEPS_PER_SECOND


@dataclass(frozen=True, slots=True)
class OneHotEncoder:
    """The last event's class."""

    event_size: int = 1

    def fresh(self, rows: int) -> Memory:
        return {"event": tf.zeros((rows, 1), tf.int32)}

    def hear(self, memory: Memory, event: Tensor) -> Memory:
        return {**memory, "event": event}

    def inputs(self, memory: Memory) -> Inputs:
        return Inputs(memory["event"])

    def event_of(self, memory: Memory, classes: Tensor) -> Tensor:
        del memory
        return classes

    def alike(self, memory: Memory) -> tuple[Tensor, ...]:
        del memory
        return ()

    def senseless(self, memory: Memory) -> Tensor | None:
        del memory
        return None


@dataclass(frozen=True, slots=True)
class PerformanceEncoder(OneHotEncoder):
    """Knows which notes sound, and since when none does: ends without notes mean nothing, nor does endless silence."""

    num_classes: int = 0

    def fresh(self, rows: int) -> Memory:
        still = {name: tf.zeros((rows, 1), tf.int32) for name in ("silent_steps", "waited_steps")}
        return {**OneHotEncoder.fresh(self, rows), **still, "sounding": tf.zeros((rows, PITCHES), tf.bool)}

    def hear(self, memory: Memory, event: Tensor) -> Memory:
        begun, ended = (event == tf.range(first, first + PITCHES) for first in (0, NOTE_OFF))
        sounding = (memory["sounding"] | begun) & ~ended
        passed = steps_passed(event)
        return {
            "event": event,
            "sounding": sounding,
            "silent_steps": tf.where(tf.reduce_any(sounding, 1, keepdims=True), 0, memory["silent_steps"] + passed),
            "waited_steps": tf.where(event < NOTE_OFF, 0, memory["waited_steps"] + passed),
        }

    def alike(self, memory: Memory) -> tuple[Tensor, ...]:
        del memory
        kinds = tf.range(self.num_classes)[None] // PITCHES
        return kinds == NOTE_ON // PITCHES, kinds == NOTE_OFF // PITCHES

    def senseless(self, memory: Memory) -> Tensor | None:
        is_long = memory["silent_steps"] >= LONGEST_SILENCE_STEPS
        is_long |= memory["waited_steps"] >= LONGEST_WAIT_STEPS
        shifts = tf.repeat(is_long, VELOCITY - TIME_SHIFT, 1)
        return self._among_classes(~memory["sounding"], NOTE_OFF) | self._among_classes(shifts, TIME_SHIFT)

    def _among_classes(self, some: Tensor, first: int) -> Tensor:
        """[B, classes] of those from `first` on."""
        return tf.pad(some, ((0, 0), (first, self.num_classes - first - some.shape[1])))


def steps_passed(event: Tensor) -> Tensor:
    """How many hundredths of a second the events of a performance let pass; the same shape."""
    return tf.where((event >= TIME_SHIFT) & (event < VELOCITY), event - TIME_SHIFT + 1, 0)


@dataclass(frozen=True, slots=True)
class ModuloEncoder(PerformanceEncoder):
    """A performance whose events lie on circles, by a table [classes, inputs]."""

    table: Any = None

    def inputs(self, memory: Memory) -> Inputs:
        return Inputs(None, tf.gather(tf.constant(self.table, tf.float32), memory["event"][:, 0]))


@dataclass(frozen=True, slots=True)
class NoteEncoder(OneHotEncoder):
    """An event is a whole note: a class for each of its parts, all heard side by side."""

    heads: tuple[int, ...] = ()

    def fresh(self, rows: int) -> Memory:
        return {"event": tf.zeros((rows, len(self.heads)), tf.int32)}

    def inputs(self, memory: Memory) -> Inputs:
        return Inputs(memory["event"] + tf.cumsum(self.heads, exclusive=True))


@dataclass(frozen=True, slots=True)
class KeysEncoder(OneHotEncoder):
    """An event is all keys of a piano roll's step, 1 for those that sound."""

    def fresh(self, rows: int) -> Memory:
        return {"event": tf.zeros((rows, self.event_size), tf.int32)}

    def inputs(self, memory: Memory) -> Inputs:
        return Inputs(None, tf.cast(memory["event"], tf.float32))
