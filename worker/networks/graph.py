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
from worker.networks.operands import Operand, Operands
from worker.networks.products import Product
from worker.networks.sampler import Drawn, RuleTensors, draw, draw_keys
from worker.networks.weights import NetworkWeights
from worker.networks.windows import AttentionState

Tensor = Any

# All that is no kernel lies in one row, under no tensor's name.
_VECTORS: Final = ""
_COPIES: Final = 3

# What networks with the same graphs have alike: the config, how far attention looks back, and the tensors' shapes.
Form = tuple[str, int, tuple[tuple[str, tuple[int, ...]], ...]]


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
        tensors = weights.to_tensors()
        kernels = {name: tensor for name, tensor in tensors.items() if _is_kernel(tensor)}
        vectors = {name: tensor for name, tensor in tensors.items() if name not in kernels}
        row = np.concatenate([tensor.ravel() for tensor in vectors.values()])[None]
        self.weights = weights
        self.operands = Operands(
            {name: kernel.reshape(kernel.shape[-2:]) for name, kernel in kernels.items()} | {_VECTORS: row}
        )
        self.form: Form = (config.id, attn_length, tuple((name, tensor.shape) for name, tensor in tensors.items()))
        self._kernels = {name: Product(self.operands, name, kernel.shape) for name, kernel in kernels.items()}
        self._vectors = {name: tensor.shape for name, tensor in vectors.items()}
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

    def _given(self) -> NetworkWeights:
        """The weights, in the graph that is being made."""
        sizes = [math.prod(shape) for shape in self._vectors.values()]
        row = self.operands[Operand(_VECTORS, 0, 1, 1, sum(sizes))][0]
        parts = zip(self._vectors.items(), tf.split(row, sizes), strict=True)
        vectors = {name: tf.reshape(part, shape) for (name, shape), part in parts}
        return NetworkWeights.from_tensors(self._kernels | vectors)

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
        weights = self._given()
        steps, rows, _ = forced.shape
        shapes = ((tf.int32, forced.shape[1:]), (tf.float32, (rows,)), (tf.bool, (rows,)))
        arrays = tuple(tf.TensorArray(dtype, steps, element_shape=shape) for dtype, shape in shapes)

        def body(t: Tensor, state: RowState, said: tuple[Any, ...]) -> tuple[Any, ...]:
            drawn, network = self._draw(weights, state, rules, controls, noise[t], filtered=filtered, room=steps)
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
        self,
        weights: NetworkWeights,
        state: RowState,
        rules: RuleTensors,
        controls: Memory,
        noise: Tensor,
        *,
        filtered: bool,
        room: int,
    ) -> tuple[Drawn, NetworkState]:
        memory = {**state.memory, **controls}
        outputs, network = step(weights, self.encoder.inputs(memory), state.network, room)
        if weights.nade:
            return draw_keys(weights.nade, outputs, rules, noise), network
        senseless = self.encoder.senseless(memory)
        if senseless is not None:
            allowed = rules["allowed"] & ~(senseless & rules["forbids_senseless"][:, None])
            rules = {**rules, "allowed": allowed}
        alike = self.encoder.alike(memory)
        return draw(outputs, rules, noise, self.heads, alike, filtered=filtered), network


def _with_attention(state: RowState, change: Callable[[AttentionState], AttentionState]) -> RowState:
    layers, attention = state.network
    return RowState(NetworkState(layers, change(attention)), state.memory) if attention else state


def _is_kernel(tensor: NDArray[np.float32]) -> bool:
    """Else a bias, or a side of a NADE."""
    return tensor.ndim == 2 or (tensor.ndim == 4 and tensor.shape[:2] == (1, 1))


def _over(rows: Tensor, values: Tensor) -> Tensor:
    return tf.reshape(rows, (-1,) + (1,) * (len(values.shape) - 1))
