"""A training run: batches in, better weights out, a checkpoint every few minutes."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import tensorflow as tf

from worker.networks.cells import NetworkState, zero_state
from worker.networks.weights import NetworkWeights
from worker.training.batches import Batch, Batcher
from worker.training.checkpoint import BEST, LATEST, TrainingState, load, load_tensors, save, save_tensors
from worker.training.dataset import Dataset
from worker.training.evaluate import evaluate
from worker.training.initial import initial_weights
from worker.training.network import losses
from worker.training.optimizer import Moments, Tensors, adam, learning_rate, zero_moments
from worker.training.recipes import Recipe

CHECKPOINT_SECONDS: Final = 180
ACTIVITY_PENALTY: Final = 0.01
VALIDATION_PIECES: Final = 32
VALIDATION_EVENTS: Final = 2048


@dataclass(frozen=True, slots=True)
class RunOptions:
    """One run: `events` is how many to learn from in all, over resumes too; `validate_events` how often to look."""

    out: Path
    events: int
    validate_events: int
    seed: int
    learning_rate: float
    start_from: Path | None = None


class Trainer:
    """Goes on from `out/latest.npz` where there is one."""

    def __init__(self, recipe: Recipe, dataset: Dataset, options: RunOptions) -> None:
        self._recipe = recipe
        self._options = options
        self._batcher = Batcher(recipe.encoding, dataset.examples["train"], recipe.batch, recipe.steps, options.seed)
        pieces = dataset.examples["validation"][:VALIDATION_PIECES]
        self._validation = [recipe.encoding.encode(piece) for piece in pieces]
        self._state = self._begin()
        self._step = tf.function(self._train_step, jit_compile=True, autograph=False)

    @property
    def events(self) -> int:
        """How many were learnt from so far."""
        return self._state.events

    def run(self) -> NetworkWeights:
        """Trains to the end and returns the weights with the lowest validation loss."""
        saved = validated = time.monotonic()
        next_validation = self._state.events + self._options.validate_events
        since: list[float] = []
        while self._state.events < self._options.events:
            since.append(self._advance())
            if self._state.events >= next_validation:
                self._validate(np.mean(since), time.monotonic() - validated)
                next_validation, validated, since = (
                    self._state.events + self._options.validate_events,
                    time.monotonic(),
                    [],
                )
            if time.monotonic() - saved > CHECKPOINT_SECONDS:
                save(self._options.out / LATEST, self._state)
                saved = time.monotonic()
        self._validate(np.mean(since) if since else float("nan"), time.monotonic() - validated)
        save(self._options.out / LATEST, self._state)
        return NetworkWeights.from_tensors(load_tensors(self._options.out / BEST))

    def _begin(self) -> TrainingState:
        start = self._options.start_from
        tensors = load_tensors(start) if start else initial_weights(self._recipe, self._options.seed).to_tensors()
        tensors = {name: tf.constant(value) for name, value in tensors.items()}
        carried = zero_state(NetworkWeights.from_tensors(tensors), self._recipe.batch, self._recipe.attn_length)
        state = TrainingState(tensors, zero_moments(tensors), carried, self._batcher.position, 0, 0, float("inf"))
        latest = self._options.out / LATEST
        if latest.exists():
            state = load(latest, state)
            self._batcher.restore(state.position)
        return state

    def _advance(self) -> float:
        """One update; the loss before it."""
        state, batch = self._state, self._batcher.next()
        state.update += 1
        rate = learning_rate(state.events / self._options.events, state.update, self._options.learning_rate)
        state.tensors, state.moments, state.carried, loss = self._step(
            state.tensors,
            state.moments,
            state.carried,
            batch_tensors(batch),
            np.float32(state.update),
            np.float32(rate),
        )
        state.events += int(batch.weight.sum())
        state.position = self._batcher.position
        return float(loss)

    def _train_step(
        self, tensors: Tensors, moments: Moments, carried: NetworkState, batch: dict[str, Any], update: Any, rate: Any
    ) -> tuple[Tensors, Moments, NetworkState, Any]:
        carried = tf.nest.map_structure(lambda value: _empty_rows(value, batch["fresh"]), carried)
        masks = self._masks(update)
        with tf.GradientTape() as tape:
            tape.watch(list(tensors.values()))
            nats, carried = losses(
                NetworkWeights.from_tensors(tensors),
                batch["events"],
                batch["targets"],
                batch["positions"],
                carried,
                self._recipe.encoding.counter_bits,
                masks,
            )
            loss = tf.reduce_sum(nats * batch["weight"]) / tf.reduce_sum(batch["weight"])
            objective = loss + ACTIVITY_PENALTY * activity(carried)
        gradients = dict(zip(tensors, tape.gradient(objective, list(tensors.values())), strict=True))
        tensors, moments = adam(
            tensors,
            gradients,
            moments,
            update,
            rate,
            clip_norm=self._recipe.clip_norm,
            weight_decay=self._recipe.weight_decay,
        )
        return tensors, moments, carried, loss

    def _masks(self, update: Any) -> list[Any] | None:
        """One mask per row, layer and update, held over the stretch (Gal and Ghahramani, 2016)."""
        keep = self._recipe.keep
        if keep >= 1.0:
            return None
        seeds = [
            (self._options.seed + layer, tf.cast(update, tf.int32)) for layer in range(len(self._recipe.layer_sizes))
        ]
        shapes = [(self._recipe.batch, size) for size in self._recipe.layer_sizes]
        drawn = [tf.random.stateless_uniform(shape, seed) for shape, seed in zip(shapes, seeds, strict=True)]
        return [tf.cast(uniform < keep, tf.float32) / keep for uniform in drawn]

    def _validate(self, train_loss: Any, seconds: float) -> None:
        weights = NetworkWeights.from_tensors({name: np.asarray(value) for name, value in self._state.tensors.items()})
        encoding = self._recipe.encoding
        found = evaluate(weights, self._recipe.attn_length, encoding.counter_bits, self._validation, VALIDATION_EVENTS)
        line = {
            "events": self._state.events,
            "train": round(float(train_loss), 4),
            "validation": round(found.nats_per_event, 4),
            "events_per_second": round(self._options.validate_events / seconds),
        }
        print(json.dumps(line), flush=True)
        with (self._options.out / "curve.jsonl").open("a") as curve:
            curve.write(json.dumps(line) + "\n")
        if found.nats_per_event < self._state.best:
            self._state.best = found.nats_per_event
            save_tensors(self._options.out / BEST, self._state.tensors)


def activity(state: NetworkState) -> Any:
    """Mean square of what attention remembers (Merity et al., 2017).

    The wrapper's output has no squashing and is fed back to itself: unpunished it grows, a little each step, beyond
    what 32-bit numbers hold.
    """
    return tf.reduce_mean(state.attention.outputs**2) if state.attention else 0.0


def batch_tensors(batch: Batch) -> dict[str, Any]:
    names = ("events", "targets", "weight", "positions", "fresh")
    return {name: tf.constant(getattr(batch, name)) for name in names}


def _empty_rows(value: Any, fresh: Any) -> Any:
    shape = (-1,) + (1,) * (len(value.shape) - 1)
    return tf.where(tf.reshape(fresh, shape), 0.0, value)
