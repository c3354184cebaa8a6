"""An event is one class and is heard as such."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import tensorflow as tf

from worker.encodings.performance import NOTE_OFF, PITCHES, TIME_SHIFT
from worker.networks.cells import Inputs
from worker.networks.encoders import Memory

Tensor = Any


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

    def senseless(self, memory: Memory) -> Tensor | None:
        del memory
        return None


@dataclass(frozen=True, slots=True)
class PerformanceEncoder(OneHotEncoder):
    """Knows which notes sound: the end of one that does not means nothing."""

    num_classes: int = 0

    def fresh(self, rows: int) -> Memory:
        return {**OneHotEncoder.fresh(self, rows), "sounding": tf.zeros((rows, PITCHES), tf.bool)}

    def hear(self, memory: Memory, event: Tensor) -> Memory:
        begun, ended = (event == tf.range(first, first + PITCHES) for first in (0, NOTE_OFF))
        return {"event": event, "sounding": (memory["sounding"] | begun) & ~ended}

    def senseless(self, memory: Memory) -> Tensor | None:
        return tf.pad(~memory["sounding"], ((0, 0), (NOTE_OFF, self.num_classes - TIME_SHIFT)))


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
