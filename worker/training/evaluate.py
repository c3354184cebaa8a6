"""How well a network foretells music it never heard: nats per event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from worker.networks.cells import NetworkState, zero_state
from worker.networks.weights import NetworkWeights
from worker.training.network import losses

STEPS: Final = 128
ROWS: Final = 16
MAX_EVENTS: Final = 8192


@dataclass(frozen=True, slots=True)
class Likelihood:
    """The sum over all predicted events; a piece's first event is given, not predicted."""

    events: int
    nats: float

    @property
    def nats_per_event(self) -> float:
        return self.nats / self.events if self.events else float("nan")


class Evaluator:
    """Teacher-forced likelihood of whole pieces from their starts; one graph for all weights of a config."""

    def __init__(self, attn_length: int, counter_bits: int) -> None:
        self._attn_length = attn_length
        self._counter_bits = counter_bits
        self._graph = tf.function(self._nats, jit_compile=True, autograph=False)

    def likelihood(
        self, weights: NetworkWeights, pieces: list[NDArray[np.int32]], max_events: int = MAX_EVENTS
    ) -> Likelihood:
        """Of all `pieces`, each to at most `max_events` events."""
        tensors = {name: tf.constant(value) for name, value in weights.to_tensors().items()}
        # Pieces of like length side by side, so that little of a batch is empty.
        ordered = sorted((piece[:max_events] for piece in pieces), key=len)
        found = [self._batch(tensors, ordered[start : start + ROWS]) for start in range(0, len(ordered), ROWS)]
        return Likelihood(sum(one.events for one in found), sum(one.nats for one in found))

    def _batch(self, tensors: dict[str, Any], pieces: list[NDArray[np.int32]]) -> Likelihood:
        longest = max(len(piece) for piece in pieces)
        events = np.zeros((-(-(longest - 1) // STEPS) * STEPS + 1, ROWS), np.int32)
        weight = np.zeros(events.shape, np.float32)
        for row, piece in enumerate(pieces):
            events[: len(piece), row], weight[1 : len(piece), row] = piece, 1.0
        nats, state = 0.0, zero_state(NetworkWeights.from_tensors(tensors), ROWS, self._attn_length)
        for start in range(0, len(events) - 1, STEPS):
            stretch, counted = events[start : start + STEPS + 1], weight[start + 1 : start + STEPS + 1]
            total, state = self._graph(tensors, stretch[:-1], stretch[1:], counted, np.int32(start), state)
            nats += float(total)
        return Likelihood(int(weight.sum()), nats)

    def _nats(
        self, tensors: dict[str, Any], events: Any, targets: Any, weight: Any, start: Any, state: NetworkState
    ) -> tuple[Any, NetworkState]:
        weights = NetworkWeights.from_tensors(tensors)
        nats, state = losses(weights, events, targets, tf.fill((ROWS,), start), state, self._counter_bits)
        return tf.reduce_sum(nats * weight), state
