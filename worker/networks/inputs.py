"""From events heard to what a network is given, in the graph."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from worker.networks.cells import Inputs

Tensor = Any


def network_inputs(events: Tensor, positions: Tensor, num_classes: int, counter_bits: int) -> Inputs:
    """Inputs after `events` [...], each the event at `positions` [...] of its piece, counted from 0."""
    return Inputs(events, num_classes, _counter(positions, counter_bits) if counter_bits else None)


def _counter(positions: Tensor, bits: int) -> Tensor:
    """[..., bits]: 1 or -1 for each bit of the number of events heard, lowest first."""
    heard = positions[..., None] + 1
    return tf.cast(tf.bitwise.right_shift(heard, tf.range(bits)) & 1, tf.float32) * 2.0 - 1.0
