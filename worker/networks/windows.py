"""The window of latest outputs that attention looks back on."""

from __future__ import annotations

from typing import Any, NamedTuple

import tensorflow as tf
from tensorflow.compiler.tf2xla.python import xla

Tensor = Any


class AttentionState(NamedTuple):
    """What the wrapped layers attend to.

    Attributes:
        attended: [B, hidden], the mix of the last step.
        outputs: [B, attn_length, hidden], the latest outputs, oldest first.
        features: The same through the window kernel, kept so that each output is multiplied once only.
        oldest: Where the window has room for later outputs behind it: the place of the oldest that is looked at.
    """

    attended: Tensor
    outputs: Tensor
    features: Tensor
    oldest: Tensor | tuple[()] = ()

    def with_room(self, steps: int) -> AttentionState:
        """The same with room for so many steps, none of which then moves the outputs before it.

        Only for graphs that XLA compiles.
        """
        outputs, features = (tf.pad(window, ((0, 0), (0, steps), (0, 0))) for window in (self.outputs, self.features))
        return AttentionState(self.attended, outputs, features, tf.constant(0))

    def without_room(self, steps: int) -> AttentionState:
        """What `with_room` gave, after so many steps."""
        return AttentionState(self.attended, self.outputs[:, steps:], self.features[:, steps:])

    def latest(self, window: Tensor, room: int) -> Tensor:
        """[B, attn_length, hidden] of `window`, which has `room` places more."""
        if isinstance(self.oldest, tuple):
            return window
        rows, places, hidden = window.shape
        return xla.dynamic_slice(window, (0, self.oldest, 0), (rows, places - room, hidden))

    def after(self, attended: Tensor, output: Tensor, feature: Tensor, room: int) -> AttentionState:
        """The state after one more output."""
        new = ((self.outputs, output[:, None]), (self.features, feature[:, None]))
        if isinstance(self.oldest, tuple):
            return AttentionState(attended, *(tf.concat((window[:, 1:], row), 1) for window, row in new))
        place = (0, self.oldest + self.outputs.shape[1] - room, 0)
        outputs, features = (xla.dynamic_update_slice(window, row, place) for window, row in new)
        return AttentionState(attended, outputs, features, self.oldest + 1)
