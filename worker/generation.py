"""What a generation worker holds while it lives: one engine and the networks it has loaded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from models_store.catalogue import load_styles
from worker.engine.engine import Engine
from worker.networks.library import Library
from worker.process import settings

# No call takes a tenth of it.
HANGING_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Generation:
    """All job threads of the process share both."""

    engine: Engine
    library: Library

    def close(self) -> None:
        """Ends what runs; what waits for it learns that it may be made elsewhere."""
        self.library.close()
        self.engine.stop()

    def is_well(self) -> bool:
        """Whether the engine still goes from call to call."""
        return self.engine.seconds_since_tick < HANGING_SECONDS


def _offered_first() -> set[str]:
    """The models of what the page has chosen when it opens."""
    return {part.model for part in load_styles()[0].types[0].parts}


@cache
def generation() -> Generation:
    """The process's own, made on the first call."""
    engine = Engine()
    engine.start()
    library = Library(settings().models, memory_bytes=settings().model_memory_bytes)
    library.load_pretrained(settings().preloaded or _offered_first(), lambda: engine.is_idle)
    return Generation(engine, library)
