"""What a network hears of a stretch of music, by the same encoders as when it plays."""

from __future__ import annotations

from typing import Any, NamedTuple

import tensorflow as tf

from worker.encodings.configs import config_of
from worker.networks.cells import Inputs, NetworkState
from worker.networks.encoders import GraphEncoder, Memory
from worker.networks.encoders.conditioned import ConditionedEncoder, conditioned
from worker.networks.encoders.of_config import encoder_of

Tensor = Any


class Carried(NamedTuple):
    """What rows carry from one stretch to the next: the network's state, and what the encoder remembers."""

    state: NetworkState
    memory: Memory

    def emptied(self, fresh: Tensor, encoder: GraphEncoder) -> Carried:
        """The same, but as at a piece's beginning for the rows where `fresh` [B]."""
        state = tf.nest.map_structure(lambda value: _replaced(fresh, tf.zeros_like(value), value), self.state)
        first = encoder.fresh(fresh.shape[0])
        memory = {name: _replaced(fresh, first[name], value) for name, value in self.memory.items()}
        return Carried(state, memory)


def target_encoder(config_id: str) -> GraphEncoder:
    """The encoder of a config's events, without what conditions them."""
    encoder = encoder_of(config_of(config_id))
    return encoder.target if isinstance(encoder, ConditionedEncoder) else encoder


def heard_inputs(encoder: GraphEncoder, memory: Memory, events: Tensor, controls: Tensor) -> tuple[Inputs, Memory]:
    """What the network is given after each event, and the memory after the last.

    Args:
        encoder: Of the events.
        memory: Of B rows that have heard what came before.
        events: [T, B].
        controls: [T, B, C], each heard together with the event at its place; C may be 0.
    """
    steps, like = events.shape[0], encoder.inputs(memory)
    parts = {name: part for name, part in zip(("ones", "numbers"), like[:2], strict=True) if part is not None}
    arrays = {name: tf.TensorArray(part.dtype, steps, element_shape=part.shape) for name, part in parts.items()}

    def body(t: Tensor, memory: Memory, arrays: dict[str, Any]) -> tuple[Any, ...]:
        memory = encoder.hear(memory, events[t][:, None])
        heard = encoder.inputs(memory)
        return t + 1, memory, {name: array.write(t, getattr(heard, name)) for name, array in arrays.items()}

    _, memory, arrays = tf.while_loop(lambda t, *_: t < steps, body, (0, memory, arrays), maximum_iterations=steps)
    stacked = {name: array.stack() for name, array in arrays.items()}
    heard = Inputs(stacked.get("ones"), stacked.get("numbers"), like.first)
    return (conditioned(controls, heard) if controls.shape[-1] else heard), memory


def _replaced(rows: Tensor, new: Tensor, old: Tensor) -> Tensor:
    return tf.where(tf.reshape(rows, (-1,) + (1,) * (len(old.shape) - 1)), new, old)
