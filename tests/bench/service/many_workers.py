"""Two dozen workers whose engine takes a fixed time, on one Redis: what each gets, and what Redis spends on it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, cast

from redis import Redis

from tests.bench.figures import report
from tests.bench.pinned import PinnedWorkers, pinned_workers
from tests.bench.service.messages import piano_specs
from worker.contract.events import JobEvent, StatusChanged
from worker.contract.journal import Entries
from worker.contract.queues import CHANGES_STREAM
from worker.contract.status import JobStatus

WORKERS: Final = 24
SLOTS: Final = 2
JOB_SECONDS: Final = 2.0
JOBS: Final = 40 * WORKERS
PATIENCE_SECONDS: Final = 3 * JOBS * JOB_SECONDS / WORKERS / SLOTS
IDLE_SECONDS: Final = 5.0


def measure(folder: Path) -> None:
    """Reports how often a job was begun, how evenly jobs were shared, and what each cost Redis."""
    settings = {"BENCH_JOB_SECONDS": str(JOB_SECONDS), "GENERATE_THREADS": str(SLOTS)}
    doubles = {"worker.app": "tests.bench.service.counted"}
    with pinned_workers(folder, WORKERS, settings=settings, doubles=doubles) as workers:
        _measure(workers)


def _measure(workers: PinnedWorkers) -> None:
    idle = _spent(workers.redis)
    time.sleep(IDLE_SECONDS)
    before = _spent(workers.redis)
    done = workers.run(piano_specs(JOBS, 30.0), limit_seconds=PATIENCE_SECONDS)
    took = max(job.ended_at for job in done) - min(job.queued_at for job in done)
    spent = {name: value - before[name] for name, value in _spent(workers.redis).items()}
    _report_begun(list(_begun(workers.redis)))
    report(
        f"Redis with {WORKERS} workers, processor time of a job",
        1000 * spent["cpu_seconds"] / JOBS,
        "ms",
        cpu_share=round(spent["cpu_seconds"] / took, 3),
        idle_cpu_share=round((before["cpu_seconds"] - idle["cpu_seconds"]) / IDLE_SECONDS, 3),
        jobs_per_second=round(JOBS / took, 1),
    )
    report(
        f"Redis with {WORKERS} workers, memory of an ended job until its journal is forgotten",
        spent["memory_bytes"] / JOBS,
        "bytes",
        received_by_redis=round(spent["bytes_in"] / JOBS),
        sent_by_redis=round(spent["bytes_out"] / JOBS),
    )


def _report_begun(begun: list[tuple[str, str]]) -> None:
    times = Counter(job_id for job_id, _ in begun)
    others = JOBS - sum(count == 1 for count in times.values())
    report(f"jobs of {JOBS} that {WORKERS} workers did not begin exactly once", others, "jobs", "<= 0")
    shares, mean = Counter(worker for _, worker in begun), JOBS / WORKERS
    furthest = max(abs(count - mean) for count in [*shares.values(), *[0] * (WORKERS - len(shares))]) / mean
    report(f"jobs of each of {WORKERS} workers, furthest from the mean", furthest, "share", "<= 0.1", mean=mean)


def _begun(redis: Redis) -> Iterator[tuple[str, str]]:
    """The job and the worker of each run, as long as the stream of changes holds it."""
    for _, fields in cast("Entries", redis.xrange(CHANGES_STREAM)):
        event = JobEvent.from_fields(fields)
        if isinstance(event.payload, StatusChanged) and event.payload.status is JobStatus.RUNNING:
            yield event.job_id, event.payload.engine


def _spent(redis: Redis) -> dict[str, float]:
    told: dict[str, Any] = redis.info("all")
    return {
        "cpu_seconds": told["used_cpu_sys"] + told["used_cpu_user"],
        "memory_bytes": told["used_memory"],
        "bytes_in": told["total_net_input_bytes"],
        "bytes_out": told["total_net_output_bytes"],
    }
