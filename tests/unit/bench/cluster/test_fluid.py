from __future__ import annotations

import math

import numpy as np
import pytest

from tests.bench.cluster.arrivals import poisson
from tests.bench.cluster.capacity import jobs_per_second
from tests.bench.cluster.exact import Pool
from tests.bench.cluster.fluid import Fluid
from tests.bench.cluster.result import Summary, summary
from tests.bench.cluster.scaling import Keda, Scaling, Static
from tests.bench.cluster.seen import Seen
from tests.unit.bench.cluster.small import COSTS, mixed

SECONDS = 600.0
CAPACITY = jobs_per_second(COSTS, mixed(), 48)
LIMIT = 100


def fluid(scaling: Scaling, per_second: float, queue_limit: float = math.inf, seed: int = 1) -> Seen:
    pool = Fluid(COSTS, mixed(), scaling, queue_limit=queue_limit)
    return pool.run(lambda times: np.full(len(times), per_second), SECONDS, seed)


def both(workers: int, load: float) -> tuple[Summary, dict[str, float]]:
    """What the fluid says, and what every call one after the other gives."""
    per_second, limit = load * workers * CAPACITY, LIMIT * workers
    done = Pool(COSTS, workers, queue_limit=limit).run(poisson(mixed(), per_second, SECONDS, seed=2))
    taken = [job for job in done if not math.isnan(job.ended)]
    took, waits = ([until(job) - job.arrived for job in taken] for until in (lambda j: j.ended, lambda j: j.begun))
    exact = {
        "took_p50": float(np.quantile(took, 0.5)),
        "took_p95": float(np.quantile(took, 0.95)),
        "wait_p50": float(np.quantile(waits, 0.5)),
        "refused_share": 1 - len(taken) / len(done),
    }
    return summary(fluid(Static(workers), per_second, limit), mixed()), exact


@pytest.mark.parametrize("workers", [1, 2, 8])
@pytest.mark.parametrize("load", [0.7, 0.9])
def test_it_says_what_every_call_counted_says(workers: int, load: float):
    found, exact = both(workers, load)
    assert found.took_p50 == pytest.approx(exact["took_p50"], rel=0.15)
    assert found.took_p95 == pytest.approx(exact["took_p95"], rel=0.15)
    assert found.refused_share == exact["refused_share"] == 0


@pytest.mark.parametrize("workers", [1, 2, 8])
def test_it_says_so_when_too_much_is_asked_for(workers: int):
    found, exact = both(workers, 2.0)
    assert found.refused_share == pytest.approx(exact["refused_share"], abs=0.05)
    assert found.wait_p50 == pytest.approx(exact["wait_p50"], rel=0.15)


def test_the_same_seed_gives_the_same():
    assert summary(fluid(Static(2), CAPACITY), mixed()) == summary(fluid(Static(2), CAPACITY), mixed())
    assert summary(fluid(Static(2), CAPACITY, seed=3), mixed()) != summary(fluid(Static(2), CAPACITY), mixed())


def test_a_pool_that_stays_costs_its_workers():
    assert summary(fluid(Static(3), CAPACITY), mixed()).worker_hours == pytest.approx(3 * SECONDS / 3600)


def test_a_pool_grows_until_nobody_waits():
    seen = fluid(Keda.of_file(most=20), 5 * CAPACITY)
    assert 5 <= seen.workers.max() <= 20
    assert seen.jobs[-1] <= 64 * seen.workers[-1]


def test_what_a_worker_that_goes_cannot_finish_is_made_anew():
    class Leaves(Static):
        def wanted(self, now: float, jobs: int, workers: int) -> int:
            return 4 if now < SECONDS / 2 else 1

    pool = Fluid(COSTS, mixed(), Leaves(4), grace_seconds=1.0)
    seen = pool.run(lambda times: np.where(times < SECONDS / 2, 3 * CAPACITY, 0.0), SECONDS, 1)
    assert seen.handed_back > 0
    assert seen.jobs[-1] == 0
    assert seen.waits[:, 1].sum() == seen.arrived + seen.handed_back
