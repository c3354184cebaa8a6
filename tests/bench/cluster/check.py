"""The simulator beside one real worker and two, each held to a core: the same pieces at the same times."""

from __future__ import annotations

import tempfile
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from models_store.models import ModelStore
from tests.bench.cluster.arrivals import poisson
from tests.bench.cluster.capacity import jobs_per_second
from tests.bench.cluster.costs import Costs
from tests.bench.cluster.exact import Job, Pool
from tests.bench.cluster.mix import NETWORKS, SHARES, Piece, pieces
from tests.bench.figures import report
from tests.bench.pinned import PinnedWorkers, pinned_workers
from tests.bench.service.process import cpu_seconds
from tests.service import ALL_MODELS
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import ModelRef, PartSpec

# More than twice what a worker has places for.
AT_ONCE: Final = 150
POISSON_SECONDS: Final = 40.0
LOAD: Final = 0.7
WARM_UP: Final = 8
IDLE_SHARE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Outcome:
    """Jobs a second, and seconds from the queue to the end, in the mean and for 95 of 100."""

    per_second: float
    mean_seconds: float
    p95_seconds: float


def check(workers: int) -> None:
    """Reports what really came out, what the simulator says, and how far apart they are."""
    costs = Costs.read()
    kinds = pieces(costs)
    at_once = [replace(job, arrived=0.0) for job in poisson(kinds, AT_ONCE * workers, 1.0, seed=1)]
    evenly = poisson(kinds, LOAD * workers * jobs_per_second(costs, kinds, 48), POISSON_SECONDS, seed=2)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with pinned_workers(folder, workers, _models(folder)) as running:
            _warm_up(running, kinds, workers)
            for how, jobs in (("all at once", at_once), (f"at random, at {LOAD:.0%}", evenly)):
                _report(
                    f"{workers} pinned, {len(jobs)} jobs {how}", _real(running, jobs), _simulated(costs, workers, jobs)
                )


def _report(what: str, real: Outcome, simulated: Outcome) -> None:
    for field, unit in (("per_second", "jobs/s"), ("mean_seconds", "s"), ("p95_seconds", "s")):
        said, was = getattr(simulated, field), getattr(real, field)
        apart = abs(said / was - 1)
        report(
            f"{what}: {field}, simulator off by",
            apart,
            "share",
            "<= 0.1",
            real=round(was, 3),
            simulated=round(said, 3),
            of=unit,
        )


def _real(running: PinnedWorkers, jobs: Sequence[Job]) -> Outcome:
    arrived = [job.arrived for job in jobs] if jobs[-1].arrived else []
    done = running.run([_spec(job.piece, seed) for seed, job in enumerate(jobs)], arrived)
    first = min(job.queued_at for job in done)
    return _outcome([job.ended_at - job.queued_at for job in done], max(job.ended_at for job in done) - first)


def _simulated(costs: Costs, workers: int, jobs: Sequence[Job]) -> Outcome:
    done = Pool(costs, workers).run([replace(job) for job in jobs])
    first = done[0].arrived
    return _outcome([job.ended - job.arrived for job in done], max(job.ended for job in done) - first)


def _outcome(took: Sequence[float], seconds: float) -> Outcome:
    return Outcome(len(took) / seconds, float(np.mean(took)), float(np.quantile(took, 0.95)))


def _spec(piece: Piece, seed: int) -> JobSpec:
    parts = tuple(_part(name) for name in piece.networks)
    return JobSpec(str(uuid.uuid4()), "style", "type", piece.length_seconds, 120.0, seed, 900.0, parts)


def _part(name: str) -> PartSpec:
    model = ModelStore().latest(name)
    return PartSpec(name, ModelRef(model.name, model.version, model.sha256), 0, is_drum="drum" in name)


def _models(folder: Path) -> Path:
    """Those alone that are asked for, which a worker has soon loaded."""
    models = folder / "models"
    models.mkdir()
    for name in NETWORKS:
        (models / name).symlink_to(ALL_MODELS / name)
    return models


def _warm_up(running: PinnedWorkers, kinds: Sequence[Piece], workers: int) -> None:
    """Until every worker has its networks and makes no more graphs."""
    running.run(
        [_spec(piece, seed) for piece in kinds[:: len(kinds) // len(SHARES)] for seed in range(WARM_UP * workers)]
    )
    pids = [process.pid for process in running.service.processes.values()]
    idle = False
    while not idle:
        before = sum(map(cpu_seconds, pids))
        time.sleep(2.0)
        idle = sum(map(cpu_seconds, pids)) - before < 2.0 * IDLE_SHARE
