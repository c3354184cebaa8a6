"""A training run on disk: everything a killed run needs to go on as if it had not been."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from worker.training.course import Course, Tally
from worker.training.hearing import Carried
from worker.training.optimizer import Moments, Tensors
from worker.training.whole_file import whole_file

LATEST: Final = "latest.npz"
BEST: Final = "best.npz"
_KINDS: Final = ("tensor", "averaged", "first", "second")


@dataclass(slots=True)
class TrainingState:
    """What changes as training goes on.

    Attributes:
        averaged: The mean of `tensors` over the last updates: what is validated and shipped.
        events: Those learnt from.
    """

    tensors: Tensors
    averaged: Tensors
    moments: Moments
    carried: Carried
    position: NDArray[np.int64]
    update: int
    events: int
    course: Course


class RunBusy(Exception):
    """Another process trains in the same folder: each would overwrite the other's checkpoints."""


@contextmanager
def only_run_in(folder: Path) -> Iterator[None]:
    """Holds `folder` for one run.

    Raises:
        RunBusy: Another run holds it.
    """
    with (folder / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RunBusy(f"another run trains in {folder}: stop it first, or choose another --out") from error
        yield


def save(path: Path, state: TrainingState) -> None:
    """Writes the whole state.

    Raises:
        NotWritten: The disk is full or takes no file; the last checkpoint is intact.
    """
    arrays: dict[str, Any] = {"position": state.position, "counts": _counts(state)}
    for kind, tensors in zip(_KINDS, (state.tensors, state.averaged, *state.moments), strict=True):
        arrays |= {f"{kind}:{name}": np.asarray(value) for name, value in tensors.items()}
    arrays |= {f"carried:{i}": np.asarray(value) for i, value in enumerate(tf.nest.flatten(state.carried))}
    _write(path, arrays)


def save_tensors(path: Path, tensors: Tensors) -> None:
    _write(path, {name: np.asarray(value) for name, value in tensors.items()})


def load(path: Path, like: TrainingState) -> TrainingState:
    """Reads what `save` wrote; `like` gives the form of the carried state."""
    with np.load(path, allow_pickle=False) as arrays:
        tensors, average, first, second = (_strip(arrays, kind) for kind in _KINDS)
        flat = [tf.constant(arrays[f"carried:{i}"]) for i in range(len(tf.nest.flatten(like.carried)))]
        return TrainingState(
            tensors,
            average,
            Moments(first, second),
            tf.nest.pack_sequence_as(like.carried, flat),
            arrays["position"],
            *_counted(arrays["counts"]),
        )


def load_tensors(path: Path) -> Tensors:
    with np.load(path, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def _counts(state: TrainingState) -> NDArray[np.float64]:
    course = state.course
    tallies = (*astuple(course.total), *astuple(course.stretch))
    return np.array((state.update, state.events, course.best, course.stale, course.plateaus, *tallies))


def _counted(counts: NDArray[np.float64]) -> tuple[int, int, Course]:
    update, events, best, *later = counts.tolist()
    # Checkpoints once ended here.
    stale, plateaus, *tallies = later or [0.0] * 10
    total, stretch = (Tally(int(e), seconds, int(u), nats) for e, seconds, u, nats in (tallies[:4], tallies[4:]))
    return int(update), int(events), Course(best, int(stale), int(plateaus), total, stretch)


def _strip(arrays: Any, kind: str) -> Tensors:
    prefix = f"{kind}:"
    return {name.removeprefix(prefix): tf.constant(arrays[name]) for name in arrays.files if name.startswith(prefix)}


def _write(path: Path, arrays: dict[str, Any]) -> None:
    with whole_file(path) as partial:
        np.savez(partial, **arrays)
