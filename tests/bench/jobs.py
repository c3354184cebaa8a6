"""Jobs as a worker's threads run them, in this process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from models_store.models import ModelStore
from worker.composing.composer import compose
from worker.contract.events import Payload
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import ModelRef, PartSpec
from worker.engine.engine import Engine
from worker.networks.library import Library

MODELS = ("piano_performance", "drums_groove")
THREADS = 64


@dataclass(frozen=True, slots=True)
class Jobs:
    """A library of the shipped models, and one engine."""

    library: Library
    engine: Engine

    def midi(self, seed: int, length_seconds: float) -> bytes:
        """The piece of a seed, by the shipped models in turn."""
        model = self.library.store.latest(MODELS[seed % len(MODELS)])
        ref = ModelRef(model.name, model.version, model.sha256)
        part = PartSpec(model.name, ref, 0, is_drum=model.config == "drum_kit")
        spec = JobSpec("", "style", "type", length_seconds, 120.0, seed, 3600, (part,))
        return compose(spec, self.library, self.engine, _go_on).to_midi()

    def at_once(self, seeds: Iterable[int], length_seconds: float) -> Iterator[bytes]:
        """The pieces of `seeds`, `THREADS` of them under way at any time."""
        with ThreadPoolExecutor(THREADS) as pool:
            yield from pool.map(lambda seed: self.midi(seed, length_seconds), seeds)


@contextmanager
def jobs() -> Iterator[Jobs]:
    """Loaded and warm."""
    library, engine = Library(ModelStore(), warm=False), Engine()
    for name in MODELS:
        model = library.store.latest(name)
        library.get(ModelRef(model.name, model.version, model.sha256)).runner.warm_up()
    engine.start()
    yield Jobs(library, engine)
    engine.stop()


def _go_on(_payloads: tuple[Payload, ...]) -> bool:
    return True
