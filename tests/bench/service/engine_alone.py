"""The engine without a service: `python -m tests.bench.service.engine_alone` composes the specs of each file named.

A line with a file's path on standard input is answered with the seconds that its specs took, 64 at a time.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.bench.service.process import cpu_seconds
from tests.bench.service.whole import WORKER
from worker.contract.events import Payload
from worker.contract.job_spec import JobSpec

THREADS: Final = int(WORKER["GENERATE_THREADS"])


@dataclass(frozen=True, slots=True)
class Took:
    """How long it was, and how much of the cores that took."""

    seconds: float
    cpu_seconds: float


@dataclass(frozen=True, slots=True)
class EngineAlone:
    """The process, seen from outside."""

    process: subprocess.Popen[str]
    folder: Path

    def compose(self, specs: list[dict[str, Any]]) -> Took:
        """What it takes to compose them."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        path = self.folder / "specs.json"
        path.write_text(json.dumps(specs))
        before = cpu_seconds(self.process.pid)
        print(path, file=self.process.stdin, flush=True)
        seconds = float(self.process.stdout.readline())
        return Took(seconds, cpu_seconds(self.process.pid) - before)


@contextmanager
def engine_alone(folder: Path) -> Iterator[EngineAlone]:
    """Ends with the block."""
    command = (sys.executable, "-W", "ignore", "-m", "tests.bench.service.engine_alone")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, text=True, **pipes)  # type: ignore[call-overload]
    try:
        yield EngineAlone(process, folder)
    finally:
        process.kill()
        process.wait()


def main() -> None:
    from models_store.models import ModelStore
    from worker.composing.composer import compose
    from worker.engine.engine import Engine
    from worker.networks.library import Library

    library, engine = Library(ModelStore(), memory_bytes=int(WORKER["MODEL_MEMORY_MIB"]) << 20), Engine()
    engine.start()

    def make(spec: JobSpec) -> bytes:
        return compose(spec, library, engine, _go_on).to_midi()

    with ThreadPoolExecutor(THREADS) as pool:
        for line in sys.stdin:
            specs = _specs(Path(line.strip()))
            began = time.monotonic()
            for _ in pool.map(make, specs):
                pass
            print(time.monotonic() - began, flush=True)


def _specs(path: Path) -> Iterable[JobSpec]:
    return [JobSpec.from_json(spec) for spec in json.loads(path.read_text())]


def _go_on(_payloads: tuple[Payload, ...]) -> bool:
    return True


if __name__ == "__main__":
    main()
