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


def evaluate(
    weights: NetworkWeights,
    attn_length: int,
    counter_bits: int,
    pieces: list[NDArray[np.int32]],
    max_events: int = MAX_EVENTS,
) -> Likelihood:
    """Teacher-forced likelihood of whole pieces from their starts, each to at most `max_events` events."""
    measure = _Measure(weights, attn_length, counter_bits)
    # Pieces of like length side by side, so that little of a batch is empty.
    ordered = sorted((piece[:max_events] for piece in pieces), key=len)
    likelihoods = [measure.of(ordered[start : start + ROWS]) for start in range(0, len(ordered), ROWS)]
    return Likelihood(sum(one.events for one in likelihoods), sum(one.nats for one in likelihoods))


class _Measure:
    """One compiled graph for all pieces of a network."""

    def __init__(self, weights: NetworkWeights, attn_length: int, counter_bits: int) -> None:
        self._weights = NetworkWeights.from_tensors({k: tf.constant(v) for k, v in weights.to_tensors().items()})
        self._empty = zero_state(self._weights, ROWS, attn_length)
        self._counter_bits = counter_bits
        self._graph = tf.function(self._nats, jit_compile=True, autograph=False)

    def of(self, pieces: list[NDArray[np.int32]]) -> Likelihood:
        longest = max(len(piece) for piece in pieces)
        events = np.zeros((-(-(longest - 1) // STEPS) * STEPS + 1, ROWS), np.int32)
        weight = np.zeros(events.shape, np.float32)
        for row, piece in enumerate(pieces):
            events[: len(piece), row], weight[1 : len(piece), row] = piece, 1.0
        nats, state = 0.0, self._empty
        for start in range(0, len(events) - 1, STEPS):
            stretch, counted = events[start : start + STEPS + 1], weight[start + 1 : start + STEPS + 1]
            total, state = self._graph(stretch[:-1], stretch[1:], counted, np.int32(start), state)
            nats += float(total)
        return Likelihood(int(weight.sum()), nats)

    def _nats(
        self, events: Any, targets: Any, weight: Any, start: Any, state: NetworkState
    ) -> tuple[Any, NetworkState]:
        positions = tf.fill((ROWS,), start)
        nats, state = losses(self._weights, events, targets, positions, state, self._counter_bits)
        return tf.reduce_sum(nats * weight), state
