"""One update: a batch in, changed weights out; losses and gradients are compiled as one."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import tensorflow as tf

from worker.networks.cells import Inputs, NetworkState
from worker.networks.weights import NetworkWeights
from worker.training.batches import Batch
from worker.training.checkpoint import TrainingState
from worker.training.hearing import Carried, heard_inputs, target_encoder
from worker.training.network import losses
from worker.training.optimizer import Moments, Tensors, averaged, stepped
from worker.training.recipes import Recipe

Tensor = Any
Learnt = tuple[Tensors, Tensors, Moments]

ACTIVITY_PENALTY: Final = 0.01


class Update:
    """The updates of one recipe; the same seed draws the same dropout masks."""

    def __init__(self, recipe: Recipe, seed: int) -> None:
        self._recipe = recipe
        self._seed = seed
        self._encoder = target_encoder(recipe.config)
        # Muon's products are left to the library that multiplies numbers of 16 bits: the compiler widens them.
        self._graph = tf.function(self._apply, autograph=False)
        self._taught = tf.function(self._teach, jit_compile=True, autograph=False)

    def __call__(self, state: TrainingState, batch: Batch, rate: float) -> float:
        """Changes `state` by what `batch` teaches and returns the loss before it, in nats per event."""
        state.update += 1
        tensors = {name: tf.constant(getattr(batch, name)) for name in Batch.__slots__}
        learnt = (state.tensors, state.averaged, state.moments)
        (state.tensors, state.averaged, state.moments), state.carried, loss = self._graph(
            learnt, state.carried, tensors, np.float32(state.update), np.float32(rate)
        )
        state.events += int(batch.weight.sum())
        return float(loss)

    def _apply(
        self, learnt: Learnt, carried: Carried, batch: Tensors, count: Tensor, rate: Tensor
    ) -> tuple[Learnt, Carried, Tensor]:
        tensors, average, moments = learnt
        gradients, carried, loss = self._taught(tensors, carried, batch, count)
        clip_norm, weight_decay = self._recipe.clip_norm, self._recipe.weight_decay
        tensors, moments = stepped(
            self._recipe.optimizer,
            tensors,
            gradients,
            moments,
            count,
            rate,
            clip_norm=clip_norm,
            weight_decay=weight_decay,
        )
        return (tensors, averaged(average, tensors, count), moments), carried, loss

    def _teach(
        self, tensors: Tensors, carried: Carried, batch: Tensors, count: Tensor
    ) -> tuple[Tensors, Carried, Tensor]:
        """The gradients, what the rows carry over, and the loss."""
        carried = carried.emptied(batch["fresh"], self._encoder)
        inputs, memory = heard_inputs(self._encoder, carried.memory, batch["events"], batch["controls"])
        with tf.GradientTape() as tape:
            tape.watch(list(tensors.values()))
            loss, state = _loss(tensors, inputs, batch, carried.state, self._masks(count))
            objective = loss + ACTIVITY_PENALTY * _activity(state)
        gradients = dict(zip(tensors, tape.gradient(objective, list(tensors.values())), strict=True))
        return gradients, Carried(state, memory), loss

    def _masks(self, count: Tensor) -> list[Tensor] | None:
        """One mask per row, layer and update, held over the stretch (Gal and Ghahramani, 2016)."""
        keep, sizes = self._recipe.keep, self._recipe.layer_sizes
        if keep >= 1.0:
            return None
        seeds = [(self._seed + layer, tf.cast(count, tf.int32)) for layer in range(len(sizes))]
        drawn = [
            tf.random.stateless_uniform((self._recipe.batch, size), seed)
            for size, seed in zip(sizes, seeds, strict=True)
        ]
        return [tf.cast(uniform < keep, tf.float32) / keep for uniform in drawn]


def _loss(
    tensors: Tensors, inputs: Inputs, batch: Tensors, state: NetworkState, masks: list[Tensor] | None
) -> tuple[Tensor, NetworkState]:
    nats, state = losses(NetworkWeights.from_tensors(tensors), inputs, batch["targets"], state, masks)
    return tf.reduce_sum(nats * batch["weight"]) / tf.reduce_sum(batch["weight"]), state


def _activity(state: NetworkState) -> Tensor:
    """Mean square of what attention remembers (Merity et al., 2017).

    The wrapper's output has no squashing and is fed back to itself: unpunished it grows, a little each step, beyond
    what 32-bit numbers hold.
    """
    return tf.reduce_mean(state.attention.outputs**2) if state.attention else 0.0
