"""Pieces without a server, side by side in one batch."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from worker.composing.composer import compose
from worker.engine.engine import Engine

if TYPE_CHECKING:
    from worker.composing.piece import Piece
    from worker.contract.job_spec import JobSpec
    from worker.networks.library import Library


def composed(specs: list[JobSpec], library: Library) -> list[Piece]:
    """The pieces, in the order of `specs`; raises as `compose` does."""
    engine = Engine()
    engine.start()
    try:
        with ThreadPoolExecutor(len(specs)) as composers:
            return list(composers.map(lambda spec: compose(spec, library, engine, lambda _payloads: True), specs))
    finally:
        engine.stop()
