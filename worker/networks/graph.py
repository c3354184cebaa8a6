"""Several events of all rows in one call: the graph that XLA compiles for each number of rows."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from worker.encodings.config import Config
from worker.networks.cells import NetworkState, step, zero_state
from worker.networks.encoders import Memory
from worker.networks.encoders.conditioned import ConditionedEncoder
from worker.networks.encoders.of_config import encoder_of
from worker.networks.products import Product
from worker.networks.sampler import Drawn, RuleTensors, draw, draw_keys
from worker.networks.weights import NetworkWeights
from worker.networks.windows import AttentionState

Tensor = Any

_COPIES: Final = 3


class RowState(NamedTuple):
    """All that rows carry from call to call."""

    network: NetworkState
    memory: Memory


class Said(NamedTuple):
    """Events [T, B, event_size], their log-likelihoods [T, B], and whether all was finite [T, B]."""

    events: Tensor
    log_likelihood: Tensor
    sound: Tensor


class NetworkGraph:
    """A network with its config's encoder, as functions of tensors."""

    def __init__(self, weights: NetworkWeights, attn_length: int, config: Config) -> None:
        self.weights = NetworkWeights.from_tensors({k: _prepared(v) for k, v in weights.to_tensors().items()})
        self.encoder = encoder_of(config)
        self.heads = () if config.is_nade else config.heads
        self.outputs = config.network_input_size if config.is_nade else sum(config.heads)
        self.draws = config.network_input_size if config.is_nade else len(config.heads)
        self._attn_length = attn_length

    @property
    def segments(self) -> int:
        return self.encoder.segments if isinstance(self.encoder, ConditionedEncoder) else 0

    @property
    def control_size(self) -> int:
        return self.encoder.control_size if isinstance(self.encoder, ConditionedEncoder) else 0

    @property
    def memory_bytes(self) -> int:
        """About what the weights take: as they were read, in halves, and whole again for a few rows."""
        tensors = self.weights.to_tensors().values()
        return sum(_COPIES * 4 * math.prod(tensor.shape) for tensor in tensors)

    def fresh(self, rows: int) -> RowState:
        """The state of rows that have heard nothing."""
        return RowState(zero_state(self.weights, rows, self._attn_length), self.encoder.fresh(rows))

    def begin(self, state: RowState, is_fresh: Tensor, first: Tensor) -> RowState:
        """`state` with the rows of `is_fresh` [B] emptied, which then hear `first` [B, event_size]."""
        empty = self.fresh(first.shape[0])
        heard = RowState(empty.network, self.encoder.hear(empty.memory, first))
        begun: RowState = tf.nest.map_structure(lambda new, old: tf.where(_over(is_fresh, new), new, old), heard, state)
        return begun

    def decide(
        self, state: RowState, rules: RuleTensors, controls: Memory, forced: Tensor, noise: Tensor, *, filtered: bool
    ) -> tuple[Said, RowState]:
        """As many events as `forced` [T, B, event_size] has steps, by `noise` [T, B, draws]."""
        steps, rows, _ = forced.shape
        shapes = ((tf.int32, forced.shape[1:]), (tf.float32, (rows,)), (tf.bool, (rows,)))
        arrays = tuple(tf.TensorArray(dtype, steps, element_shape=shape) for dtype, shape in shapes)

        def body(t: Tensor, state: RowState, said: tuple[Any, ...]) -> tuple[Any, ...]:
            drawn, network = self._draw(state, rules, controls, noise[t], filtered=filtered, room=steps)
            is_forced = forced[t][:, :1] >= 0
            event = tf.where(is_forced, forced[t], self.encoder.event_of(state.memory, drawn.classes))
            likelihood = tf.where(is_forced[:, 0], 0.0, drawn.log_likelihood)
            written = (event, likelihood, drawn.sound)
            said = tuple(array.write(t, value) for array, value in zip(said, written, strict=True))
            return t + 1, RowState(network, self.encoder.hear(state.memory, event)), said

        roomy = _with_attention(state, lambda attention: attention.with_room(steps))
        _, state, said = tf.while_loop(lambda t, *_: t < steps, body, (0, roomy, arrays), maximum_iterations=steps)
        state = _with_attention(state, lambda attention: attention.without_room(steps))
        return Said(*(array.stack() for array in said)), state

    def _draw(
        self, state: RowState, rules: RuleTensors, controls: Memory, noise: Tensor, *, filtered: bool, room: int
    ) -> tuple[Drawn, NetworkState]:
        inputs = self.encoder.inputs({**state.memory, **controls})
        outputs, network = step(self.weights, inputs, state.network, room)
        if self.weights.nade:
            return draw_keys(self.weights.nade, outputs, rules, noise), network
        senseless = self.encoder.senseless(state.memory)
        if senseless is not None:
            allowed = rules["allowed"] & ~(senseless & rules["forbids_senseless"][:, None])
            rules = {**rules, "allowed": allowed}
        return draw(outputs, rules, noise, self.heads, filtered=filtered), network


def _with_attention(state: RowState, change: Callable[[AttentionState], AttentionState]) -> RowState:
    layers, attention = state.network
    return RowState(NetworkState(layers, change(attention)), state.memory) if attention else state


def _prepared(tensor: NDArray[np.float32]) -> Product | Tensor:
    """Kernels as products; biases, and a NADE's two sides, as they are."""
    is_kernel = tensor.ndim == 2 or (tensor.ndim == 4 and tensor.shape[:2] == (1, 1))
    return Product(tensor) if is_kernel else tf.constant(tensor)


def _over(rows: Tensor, values: Tensor) -> Tensor:
    return tf.reshape(rows, (-1,) + (1,) * (len(values.shape) - 1))
