"""A worker whose engine answers at once: `celery -A tests.bench.instant worker -Q generate`.

The message, the leases, the journal and the files are the real ones; only the music is always the same.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import numpy as np

from worker.composing.piece import Part, Piece
from worker.encodings.notes import NOTE_DTYPE
from worker.engine.work import Work


class _NoGeneration(ModuleType):
    """Stands where the networks would be loaded, and for the library and the engine as well."""

    loaded = let_go = 0
    work = Work()

    @property
    def engine(self) -> _NoGeneration:
        return self

    @property
    def library(self) -> _NoGeneration:
        return self

    def held(self) -> tuple[int, int]:
        return 0, 0

    def generation(self) -> _NoGeneration:
        return self

    def stop(self) -> None:
        pass

    def is_well(self) -> bool:
        return True

    def close(self) -> None:
        pass


sys.modules["worker.generation"] = _NoGeneration("worker.generation")

from worker.app import app  # noqa: E402
from worker.composing import run  # noqa: E402

__all__ = ("app",)


def _compose(spec: Any, *_: Any) -> Piece:
    notes = np.array([(0.0, 0.5, 60, 80)], dtype=NOTE_DTYPE)
    return Piece("instant", spec.length_seconds, spec.qpm, (Part("piano", 0, False, notes),))


run.compose = _compose  # type: ignore[attr-defined,assignment]  # the double takes its place
