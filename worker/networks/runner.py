"""A network that steps many rows at once: state stays on the device, several events are decided per call."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from worker.networks.cells import NetworkState, step, zero_state
from worker.networks.inputs import network_inputs
from worker.networks.weights import NetworkWeights

Tensor = Any

# Row counts with a graph of their own. One row alone would use another matrix kernel, whose last bit differs.
BUCKETS: Final = (4, 16, 64)
STEPS: Final = 16


class NetworkRunner:
    """Rows of one network. Not thread-safe: the engine's thread alone uses it.

    A row's events depend on its primer, noise and temperature, never on its neighbours: every row count of `BUCKETS`
    multiplies with the same kernels.
    """

    slots = BUCKETS[-1]
    steps = STEPS

    def __init__(self, weights: NetworkWeights, attn_length: int, counter_bits: int) -> None:
        self._weights = NetworkWeights.from_tensors({k: tf.constant(v) for k, v in weights.to_tensors().items()})
        self._counter_bits = counter_bits
        self._attn_length = attn_length
        # Not XLA: for a few rows its matrix product packs the whole kernel anew at every step, three times as slow.
        self._graphs = {bucket: tf.function(self._decide, autograph=False) for bucket in BUCKETS}
        self._state = zero_state(self._weights, BUCKETS[0], attn_length)
        self._events = np.zeros(BUCKETS[0], np.int32)
        self._positions = np.zeros(BUCKETS[0], np.int32)

    def warm_up(self) -> None:
        """Traces every bucket, so that no listener waits for it."""
        for bucket in BUCKETS:
            self.arrange([None] * bucket, [0] * bucket)
            zeros = np.zeros((bucket, STEPS))
            self.step(zeros.astype(np.int32), zeros.astype(np.float32), np.ones(bucket, np.float32))

    def arrange(self, rows: list[int | None], first_events: list[int]) -> None:
        """Sets the rows: each goes on from a row of the last call, or begins (None) after its first event."""
        bucket = next(size for size in BUCKETS if size >= len(rows))
        if rows == list(range(len(rows))) and bucket == len(self._events):
            return
        fresh = len(self._events)
        source = np.full(bucket, fresh)
        source[: len(rows)] = [fresh if row is None else row for row in rows]
        first = np.zeros(bucket, np.int32)
        first[: len(rows)] = first_events
        self._state = self._gather(source)
        is_fresh = source == fresh
        self._events = np.where(is_fresh, first, np.append(self._events, 0)[source]).astype(np.int32)
        self._positions = np.where(is_fresh, 0, np.append(self._positions, 0)[source]).astype(np.int32)

    def step(
        self, forced: NDArray[np.int32], noise: NDArray[np.float32], temperature: NDArray[np.float32]
    ) -> NDArray[np.int32]:
        """Events [rows, steps]; `forced` [rows, steps] holds events or -1 to sample, `temperature` is [rows]."""
        rows, bucket = len(forced), len(self._events)
        events, self._state = self._graphs[bucket](
            self._state,
            self._events,
            self._positions,
            _padded(forced, bucket, 0).T,
            _padded(noise, bucket, 0).T,
            _padded(temperature, bucket, 1),
        )
        decided = np.asarray(events)
        self._events, self._positions = decided[-1], self._positions + np.int32(STEPS)
        return decided.T[:rows]

    def _gather(self, source: NDArray[Any]) -> NetworkState:
        """State rows by their index in the last call; the index past the last gives an empty row."""
        indices = tf.constant(source)

        def rows_of(value: Tensor) -> Tensor:
            return tf.gather(tf.concat((value, tf.zeros_like(value[:1])), 0), indices)

        gathered: NetworkState = tf.nest.map_structure(rows_of, self._state)
        return gathered

    def _decide(
        self, state: NetworkState, event: Tensor, position: Tensor, forced: Tensor, noise: Tensor, temperature: Tensor
    ) -> tuple[Tensor, NetworkState]:
        array = tf.TensorArray(tf.int32, STEPS, element_shape=event.shape)

        def body(t: Tensor, event: Tensor, state: NetworkState, events: Any) -> tuple[Any, ...]:
            inputs = network_inputs(event, position + t, self._weights.num_classes, self._counter_bits)
            logits, state = step(self._weights, inputs, state)
            event = tf.where(forced[t] >= 0, forced[t], sample(logits, temperature, noise[t]))
            return t + 1, event, state, events.write(t, event)

        _, _, state, events = tf.while_loop(
            lambda t, *_: t < STEPS, body, (0, event, state, array), maximum_iterations=STEPS
        )
        return events.stack(), state


def sample(logits: Tensor, temperature: Tensor, noise: Tensor) -> Tensor:
    """Classes [B], drawn by where `noise` [B] of [0, 1) falls in the cumulated distribution."""
    cumulated = tf.cumsum(tf.nn.softmax(logits / temperature[:, None]), axis=1)
    below = cumulated <= noise[:, None] * cumulated[:, -1:]
    return tf.minimum(tf.reduce_sum(tf.cast(below, tf.int32), 1), logits.shape[1] - 1)


def _padded(values: NDArray[Any], bucket: int, fill: int) -> NDArray[Any]:
    padding = [(0, bucket - len(values))] + [(0, 0)] * (values.ndim - 1)
    return np.pad(values, padding, constant_values=fill)
