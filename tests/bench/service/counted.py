"""A worker whose engine takes a fixed time: `celery -A tests.bench.service.counted worker -Q generate`.

It says its own name where others name their engine, so that the stream of changes tells who made what.
"""

from __future__ import annotations

import os
import time
from typing import Any, Final

from tests.bench import instant
from worker.composing import run
from worker.composing.piece import Piece

SECONDS: Final = float(os.environ["BENCH_JOB_SECONDS"])

app = instant.app


def _compose(*arguments: Any) -> Piece:
    time.sleep(SECONDS)
    return instant._compose(*arguments)


run.compose = _compose  # type: ignore[attr-defined,assignment]  # the double takes its place
run.build = lambda: f"worker {os.getpid()}"  # type: ignore[attr-defined,assignment]
