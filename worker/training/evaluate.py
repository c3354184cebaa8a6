"""How well a network foretells music it never heard: nats per event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import tensorflow as tf

from worker.encodings import Encoded
from worker.networks.cells import zero_state
from worker.networks.weights import NetworkWeights
from worker.training.batches import Batch
from worker.training.hearing import Carried, heard_inputs, target_encoder
from worker.training.network import losses

STEPS: Final = 128
ROWS: Final = 16
MAX_EVENTS: Final = 8192
_STRETCHED: Final = ("events", "controls", "targets", "weight")


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

    def __init__(self, config: str, attn_length: int) -> None:
        self._attn_length = attn_length
        self._encoder = target_encoder(config)
        self._graph = tf.function(self._nats, jit_compile=True, autograph=False)

    def likelihood(self, weights: NetworkWeights, pieces: list[Encoded], max_events: int = MAX_EVENTS) -> Likelihood:
        """Of all `pieces`, each to at most `max_events` events."""
        tensors = {name: tf.constant(value) for name, value in weights.to_tensors().items()}
        # Pieces of like length side by side, so that little of a batch is empty.
        ordered = sorted((piece.part(0, max_events) for piece in pieces), key=len)
        found = [self._batch(tensors, ordered[start : start + ROWS]) for start in range(0, len(ordered), ROWS)]
        return Likelihood(sum(one.events for one in found), sum(one.nats for one in found))

    def _batch(self, tensors: dict[str, Any], pieces: list[Encoded]) -> Likelihood:
        longest = max(len(piece) for piece in pieces)
        batch = Batch.empty(-(-(longest - 1) // STEPS) * STEPS, ROWS, pieces[0].controls.shape[1])
        for row, piece in enumerate(pieces):
            batch.fill(row, piece, 0)
        state = zero_state(NetworkWeights.from_tensors(tensors), ROWS, self._attn_length)
        nats, carried = 0.0, Carried(state, self._encoder.fresh(ROWS))
        for start in range(0, len(batch.events), STEPS):
            stretch = {name: getattr(batch, name)[start : start + STEPS] for name in _STRETCHED}
            total, carried = self._graph(tensors, stretch, carried)
            nats += float(total)
        return Likelihood(int(batch.weight.sum()), nats)

    def _nats(self, tensors: dict[str, Any], stretch: dict[str, Any], carried: Carried) -> tuple[Any, Carried]:
        inputs, memory = heard_inputs(self._encoder, carried.memory, stretch["events"], stretch["controls"])
        nats, state = losses(NetworkWeights.from_tensors(tensors), inputs, stretch["targets"], carried.state)
        return tf.reduce_sum(nats * stretch["weight"]), Carried(state, memory)
