"""A training run: batches in, better weights out, a checkpoint every few minutes."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import tensorflow as tf

from worker.networks.cells import zero_state
from worker.networks.weights import NetworkWeights
from worker.training.batches import Batcher
from worker.training.beginning import first_tensors
from worker.training.checkpoint import BEST, LATEST, TrainingState, load, load_tensors, save, save_tensors
from worker.training.course import Course
from worker.training.curves import Curve, Point
from worker.training.dataset import Dataset
from worker.training.evaluate import Evaluator
from worker.training.hearing import Carried, target_encoder
from worker.training.interruption import RunStopped, stop_asked
from worker.training.optimizer import zero_moments
from worker.training.progress import progress_line
from worker.training.recipes import Recipe
from worker.training.schedule import Schedule, scheduled
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
        patience: How many looks without a better loss end the run; none do where it is None.
        start_from: Weights to begin with, bundles (`.mag`) or tensors by Magenta's names (`.npz`): the mean of them.
    """

    out: Path
    events: int
    validate_events: int
    seed: int
    learning_rate: float
    schedule: Schedule = "cosine"
    patience: int | None = None
    start_from: tuple[Path, ...] = ()


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
        self._curve = Curve(options.out, self.events)
        self._saved_at = time.monotonic()

    @property
    def events(self) -> int:
        """How many were learnt from so far."""
        return self._state.events

    @property
    def figures(self) -> dict[str, float]:
        """For the card: what was learnt from, and how fast, over resumes too."""
        speed = round(self._state.course.total.events_per_second)
        return {"events_trained_on": self.events, "events_per_second": speed}

    def run(self) -> NetworkWeights:
        """Trains to the end and returns the weights with the lowest validation loss.

        Raises:
            RunStopped: Somebody pressed Ctrl-C.
            NotWritten: The disk is full or takes no file.
        """
        with stop_asked() as asked, progress_line(self._options.events, self.events) as show:
            while not self._has_ended():
                before = self.events
                self._learn()
                show(self.events, self._state.course.stretch)
                self._look_and_save(before)
                if asked.is_set():
                    self._stop()
        return NetworkWeights.from_tensors(load_tensors(self._options.out / BEST))

    def _has_ended(self) -> bool:
        return self.events >= self._options.events or self._is_patience_over()

    def _is_patience_over(self) -> bool:
        """Says so, too: the run is shorter than was asked for."""
        stale, patience = self._state.course.stale, self._options.patience
        if patience is None or stale < patience:
            return False
        print(f"ended after {self.events:,} events: no better validation loss in {stale} looks", file=sys.stderr)
        return True

    def _stop(self) -> None:
        self._save()
        raise RunStopped(f"stopped after {self.events:,} events; the same command goes on from there")

    def _look_and_save(self, before: int) -> None:
        """Each where it is due."""
        every = self._options.validate_events
        looks = self.events // every > before // every or self.events >= self._options.events
        if looks:
            self._validate()
        if looks or time.monotonic() - self._saved_at > CHECKPOINT_SECONDS:
            self._save()

    def _learn(self) -> None:
        state, began, before = self._state, time.monotonic(), self.events
        loss = self._update(state, self._batcher.next(), self._rate())
        state.position = self._batcher.position
        state.course.learn(state.events - before, time.monotonic() - began, loss)

    def _rate(self) -> float:
        options, state = self._options, self._state
        return scheduled(
            options.schedule,
            progress=state.events / options.events,
            update=state.update + 1,
            plateaus=state.course.plateaus,
            peak=options.learning_rate,
        )

    def _save(self) -> None:
        save(self._options.out / LATEST, self._state)
        self._saved_at = time.monotonic()

    def _begin(self) -> TrainingState:
        tensors = {
            name: tf.constant(value)
            for name, value in first_tensors(self._recipe, self._options.start_from, self._options.seed).items()
        }
        first = zero_state(NetworkWeights.from_tensors(tensors), self._recipe.batch, self._recipe.attn_length)
        carried = Carried(first, target_encoder(self._recipe.config).fresh(self._recipe.batch))
        moments, position = zero_moments(tensors), self._batcher.position
        state = TrainingState(tensors, dict(tensors), moments, carried, position, 0, 0, Course())
        latest = self._options.out / LATEST
        if latest.exists():
            state = load(latest, state)
            self._batcher.restore(state.position)
        return state

    def _validate(self) -> None:
        averaged, course = self._state.averaged, self._state.course
        weights = NetworkWeights.from_tensors(averaged)
        found = self._evaluator.likelihood(weights, self._validation, VALIDATION_EVENTS).nats_per_event
        point = Point(
            events=self.events,
            train=round(course.stretch.loss, 4),
            validation=round(found, 4),
            events_per_second=round(course.stretch.events_per_second),
            learning_rate=self._rate(),
        )
        print(point.line, flush=True)
        self._curve.add(point)
        if course.look(found):
            save_tensors(self._options.out / BEST, averaged)
