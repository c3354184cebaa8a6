"""A class, and a binary counter of the steps heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import tensorflow as tf

from worker.networks.cells import Inputs
from worker.networks.encoders import Memory
from worker.networks.encoders.one_hot import OneHotEncoder

Tensor = Any


@dataclass(frozen=True, slots=True)
class CountedEncoder(OneHotEncoder):
    """The last event's class of `num_classes`, then the counter's bits."""

    num_classes: int = 0
    counter_bits: int = 0

    def fresh(self, rows: int) -> Memory:
        return {**OneHotEncoder.fresh(self, rows), "heard": tf.zeros(rows, tf.int32)}

    def hear(self, memory: Memory, event: Tensor) -> Memory:
        return {"event": event, "heard": memory["heard"] + 1}

    def inputs(self, memory: Memory) -> Inputs:
        return counted_inputs(memory["event"], memory["heard"], self.num_classes, self.counter_bits)


def counted_inputs(ones: Tensor, heard: Tensor, num_classes: int, counter_bits: int) -> Inputs:
    """Inputs after `heard` [...] events, the last of them `ones` [..., 1]."""
    return Inputs(ones, counter(heard, counter_bits) if counter_bits else None, num_classes)


def counter(heard: Tensor, bits: int) -> Tensor:
    """[..., bits]: 1 or -1 for each bit of the number of events heard, lowest first."""
    return tf.cast(tf.bitwise.right_shift(heard[..., None], tf.range(bits)) & 1, tf.float32) * 2.0 - 1.0
