"""What a generation worker holds while it lives: one engine and the networks it has loaded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from worker.engine.engine import Engine
from worker.networks.library import Library
from worker.process import settings


@dataclass(frozen=True, slots=True)
class Generation:
    """All job threads of the process share both."""

    engine: Engine
    library: Library


@cache
def generation() -> Generation:
    """The process's own, made on the first call."""
    library = Library(settings().models)
    library.load_pretrained()
    engine = Engine()
    engine.start()
    return Generation(engine, library)
