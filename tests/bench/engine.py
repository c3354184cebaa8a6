"""`make bench-engine`: how fast the engine is, alone, for many, and beside Magenta where MAGENTA names its Python."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from models_store.models import ModelStore
from tests.bench.bare import BareRows, matrix_product_flops
from tests.bench.figures import report
from tests.bench.networks import PIANO, SIZES, piano, random_network
from tests.bench.peer import Magenta
from tests.bench.pieces import Network, events_per_second, seconds_for
from worker.composing.composer import compose
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import ModelRef, PartSpec
from worker.engine.engine import Engine
from worker.networks.library import Library

TURNS = 5
TURN_SECONDS = 4.0
PIECE_SECONDS = 30.0
# Multiply-adds of one event: the first layer looks its input up.
PIANO_FLOPS = 2 * (5 * 512 * 2048 + 512 * 388)
READY = "from worker.generation import generation; generation(); print('ready', flush=True)"


def main() -> None:
    time_start()
    network = piano()
    network[0].warm_up()
    with _engine() as engine, _magenta() as magenta:
        measure_piano(network, engine, magenta)
        measure_piece(engine, magenta)
        measure_others(engine, network)
    measure_memory()


def time_start() -> None:
    """From the process's beginning to networks that are warm for one piece and for many."""
    start = time.perf_counter()
    with subprocess.Popen((sys.executable, "-c", READY), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        took = time.perf_counter() - start
    report("start to ready with warm shapes", took, "s", "<= 8")


def measure_piano(network: Network, engine: Engine, magenta: Magenta | None) -> None:
    """Alone and at 64, Magenta's turns between ours."""
    alone: list[float] = []
    many: list[float] = []
    whole: list[float] = []
    ceiling: list[float] = []
    one, crowd = BareRows(network[0], 1), BareRows(network[0], 64)
    for _ in range(TURNS):
        if magenta:
            magenta.take_turn(PIECE_SECONDS / 2)
        for rows, found in ((one, alone), (crowd, many)):
            rows.begin()
            found.append(rows.events_per_second(TURN_SECONDS))
        ceiling.append(matrix_product_flops(64, 1024, 2048, TURN_SECONDS / 2))
        network[0].reset()
        whole += events_per_second(engine, [network], 64, TURN_SECONDS)
    single, at_64 = statistics.median(alone), statistics.median(many)
    report("piano, one piece alone", single, "events/s")
    report("piano, 64 pieces at once", at_64, "events/s")
    if magenta:
        report("Magenta, one piece", magenta.events_per_second, "events/s")
        report("one piece alone, times Magenta", single / magenta.events_per_second, "", ">= 5")
        report("64 pieces at once, times Magenta", at_64 / magenta.events_per_second, "", ">= 38")
    share = at_64 * PIANO_FLOPS / statistics.median(ceiling)
    report("64 pieces, share of the 32-bit matrix-product ceiling", share, "", ">= 0.75")
    report("whole engine at 64, share of the bare graph", statistics.median(whole) / at_64, "", ">= 0.85")


def measure_piece(engine: Engine, magenta: Magenta | None) -> None:
    """From the request to the MIDI file's bytes, and Magenta's time for as long a piece."""
    library = Library(ModelStore())
    model = library.store.latest(PIANO)
    part = PartSpec("piano", ModelRef(model.name, model.version, model.sha256), 0, is_drum=False)
    library.get(part.model)
    took = []
    for seed in range(3 * TURNS):
        spec = JobSpec("", "piano", "performance", PIECE_SECONDS, 120.0, seed, 600, (part,))
        start = time.perf_counter()
        compose(spec, library, engine, lambda _progress: True).to_midi()
        took.append(time.perf_counter() - start)
        if magenta and seed % 3 == 0:
            magenta.take_turn(PIECE_SECONDS)
    middle, worst = statistics.median(took), max(took)
    report("30 s of piano alone, request to MIDI bytes, median", middle, "s", "<= 1.2", worst=worst)
    if magenta:
        report("30 s of piano alone, times as fast as Magenta", magenta.seconds_for(PIECE_SECONDS) / middle, "", ">= 4")


def measure_others(engine: Engine, piano_network: Network) -> None:
    """Batches of the other kinds, and all kinds at once."""
    networks = {name: random_network(name) for name in SIZES}
    for name, network in networks.items():
        network[0].warm_up()
        rates = []
        for count in (1, 64):
            rows = BareRows(network[0], count)
            rows.begin()
            rates.append(rows.events_per_second(TURN_SECONDS))
        single, many = rates
        report(f"{name}, 64 pieces at once, times one alone", many / single, "", ">= 10", alone=single, at_64=many)
        network[0].reset()
    kinds = [piano_network, *(networks[name] for name in ("drum_kit", "attention_rnn", "polyphony"))]
    apart = sum(seconds_for(engine, [(kind, 16)], 2 * PIECE_SECONDS) for kind in kinds)
    together = seconds_for(engine, [(kind, 16) for kind in kinds], 2 * PIECE_SECONDS)
    report("16 each of four kinds at once, time apart over time together", apart / together, "", ">= 0.8")


def measure_memory() -> None:
    """A process with all shipped models loaded and every graph compiled."""
    script = (
        "from models_store.models import ModelStore\n"
        "from worker.contract.part_spec import ModelRef\n"
        "from worker.networks.library import Library\n"
        "library = Library(ModelStore(), warm=False)\n"
        "for model in library.store.versions():\n"
        "    library.get(ModelRef(model.name, model.version, model.sha256)).runner.warm_up()\n"
        "lines = dict(line.split(':', 1) for line in open('/proc/self/status') if ':' in line)\n"
        "print(int(lines['VmRSS'].split()[0]) / 1024)\n"
    )
    found = subprocess.run((sys.executable, "-c", script), capture_output=True, text=True, check=True)
    report("worker with all shipped models, resident", float(found.stdout), "MiB", "<= 1200")


@contextmanager
def _engine() -> Iterator[Engine]:
    engine = Engine()
    engine.start()
    yield engine
    engine.stop()


def _magenta() -> Magenta | nullcontext[None]:
    python = os.environ.get("MAGENTA")
    return Magenta(python, Path(ModelStore().latest(PIANO).path)) if python else nullcontext()


if __name__ == "__main__":
    main()
