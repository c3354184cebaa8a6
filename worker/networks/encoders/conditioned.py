"""A melody over chords, a performance of a wished density: what is heard begins with a control."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import tensorflow as tf

from worker.networks.cells import Inputs
from worker.networks.encoders import GraphEncoder, Memory
from worker.networks.encoders.one_hot import steps_passed

Tensor = Any

_SET_FROM_OUTSIDE: Final = ("control_starts", "controls")


@dataclass(frozen=True, slots=True)
class ConditionedEncoder:
    """The control that holds for the next event, then what `target` hears.

    A control holds from a moment on. The clock of a performance counts steps of time, that of a melody events.
    Controls are set from outside in the memory: `control_starts` [B, S], ascending, and `controls` [B, S, size].

    Attributes:
        control_size: Numbers of a control.
        segments: Controls that are known at once, S.
    """

    target: GraphEncoder
    control_size: int
    segments: int
    is_timed: bool

    @property
    def event_size(self) -> int:
        return self.target.event_size

    def fresh(self, rows: int) -> Memory:
        return {**self.target.fresh(rows), "clock": tf.zeros(rows, tf.int32)}

    def hear(self, memory: Memory, event: Tensor) -> Memory:
        kept: Memory = {name: memory[name] for name in _SET_FROM_OUTSIDE if name in memory}
        passed = steps_passed(event[:, 0]) if self.is_timed else 1
        return {**self.target.hear(memory, event), **kept, "clock": memory["clock"] + passed}

    def inputs(self, memory: Memory) -> Inputs:
        return conditioned(self._control(memory), self.target.inputs(memory))

    def event_of(self, memory: Memory, classes: Tensor) -> Tensor:
        return self.target.event_of(memory, classes)

    def alike(self, memory: Memory) -> tuple[Tensor, ...]:
        return self.target.alike(memory)

    def senseless(self, memory: Memory) -> Tensor | None:
        return self.target.senseless(memory)

    def _control(self, memory: Memory) -> Tensor:
        begun = tf.cast(memory["control_starts"] <= memory["clock"][:, None], tf.int32)
        return tf.gather(memory["controls"], tf.maximum(tf.reduce_sum(begun, 1) - 1, 0), batch_dims=1)


def conditioned(control: Tensor, heard: Inputs) -> Inputs:
    """Control inputs [..., C] before those of the event that was heard."""
    ones = None if heard.ones is None else heard.ones + control.shape[-1]
    if heard.numbers is None:
        return Inputs(ones, control)
    if heard.ones is None:
        return Inputs(None, tf.concat((control, heard.numbers), -1))
    raise ValueError("a target hears ones or numbers, not both")
