"""A training run: batches in, better weights out, a checkpoint every few minutes."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import tensorflow as tf

from worker.networks.bundle import read_bundle
from worker.networks.cells import zero_state
from worker.networks.weights import NetworkWeights
from worker.training.batches import Batcher
from worker.training.checkpoint import BEST, LATEST, TrainingState, load, load_tensors, save, save_tensors
from worker.training.dataset import Dataset
from worker.training.evaluate import Evaluator
from worker.training.hearing import Carried, target_encoder
from worker.training.initial import initial_weights
from worker.training.optimizer import Tensors, learning_rate, zero_moments
from worker.training.recipes import Recipe
from worker.training.update import Update

CHECKPOINT_SECONDS: Final = 180
VALIDATION_PIECES: Final = 32
VALIDATION_EVENTS: Final = 2048


@dataclass(frozen=True, slots=True)
class RunOptions:
    """One run.

    Attributes:
        events: How many to learn from in all, over resumes too.
        validate_events: How many between two looks at the validation split.
        learning_rate: The peak of the schedule.
        start_from: Weights to begin with, a bundle (`.mag`) or tensors by Magenta's names (`.npz`).
    """

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
        self._evaluator = Evaluator(recipe.config, recipe.attn_length)
        self._update = Update(recipe, options.seed)
        self._state = self._begin()

    @property
    def events(self) -> int:
        """How many were learnt from so far."""
        return self._state.events

    def run(self) -> NetworkWeights:
        """Trains to the end and returns the weights with the lowest validation loss."""
        saved = time.monotonic()
        while self.events < self._options.events:
            self._train_until_validation(saved_at=saved)
            self._save()
            saved = time.monotonic()
        return NetworkWeights.from_tensors(load_tensors(self._options.out / BEST))

    def _train_until_validation(self, saved_at: float) -> None:
        every = self._options.validate_events
        target = min(self._options.events, (self.events // every + 1) * every)
        began, before, losses = time.monotonic(), self.events, []
        while self.events < target:
            losses.append(self._advance())
            if time.monotonic() - saved_at > CHECKPOINT_SECONDS:
                self._save()
                saved_at = time.monotonic()
        speed = (self.events - before) / (time.monotonic() - began)
        self._validate(float(np.mean(losses)), speed)

    def _advance(self) -> float:
        rate = learning_rate(self.events / self._options.events, self._state.update + 1, self._options.learning_rate)
        loss = self._update(self._state, self._batcher.next(), rate)
        self._state.position = self._batcher.position
        return loss

    def _save(self) -> None:
        save(self._options.out / LATEST, self._state)

    def _begin(self) -> TrainingState:
        tensors = {name: tf.constant(value) for name, value in self._first_tensors().items()}
        first = zero_state(NetworkWeights.from_tensors(tensors), self._recipe.batch, self._recipe.attn_length)
        carried = Carried(first, target_encoder(self._recipe.config).fresh(self._recipe.batch))
        moments, position = zero_moments(tensors), self._batcher.position
        state = TrainingState(tensors, dict(tensors), moments, carried, position, 0, 0, float("inf"))
        latest = self._options.out / LATEST
        if latest.exists():
            state = load(latest, state)
            self._batcher.restore(state.position)
        return state

    def _first_tensors(self) -> Tensors:
        start = self._options.start_from
        if start is None:
            return initial_weights(self._recipe, self._options.seed).to_tensors()
        return load_tensors(start) if start.suffix == ".npz" else read_bundle(start).weights.to_tensors()

    def _validate(self, train_loss: float, events_per_second: float) -> None:
        state = self._state
        found = self._evaluator.likelihood(
            NetworkWeights.from_tensors(state.averaged), self._validation, VALIDATION_EVENTS
        )
        point = {"events": state.events, "train": round(train_loss, 4), "validation": round(found.nats_per_event, 4)}
        line = json.dumps(point | {"events_per_second": round(events_per_second)})
        print(line, flush=True)
        with (self._options.out / "curve.jsonl").open("a") as curve:
            curve.write(f"{line}\n")
        if found.nats_per_event < state.best:
            state.best = found.nats_per_event
            save_tensors(self._options.out / BEST, state.averaged)
