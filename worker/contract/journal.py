"""The journal: one Redis stream per job, and one stream of all jobs' changes for ingest."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

from redis import Redis

from worker.contract.events import JobEvent, Payload, Progressed
from worker.contract.queues import CHANGES_STREAM, INGEST_GROUP, attempts_key, cancel_key, journal_key

JOURNAL_TTL_SECONDS: Final = 24 * 3600
JOURNAL_MAX_ENTRIES: Final = 4096
CHANGES_MAX_ENTRIES: Final = 200_000


class JournalWriter:
    """A worker's pen for one run of one job."""

    def __init__(self, redis: Redis, job_id: str, attempt: int) -> None:
        self._redis = redis
        self._job_id = job_id
        self._attempt = attempt

    def write(self, payload: Payload) -> None:
        """Appends to the job's journal; what the database must know goes to ingest's stream in the same transaction."""
        event = JobEvent(self._job_id, self._attempt, time.time(), payload)
        key = journal_key(self._job_id)
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.xadd(key, dict(event.to_fields()), maxlen=JOURNAL_MAX_ENTRIES, approximate=True)
            pipe.expire(key, JOURNAL_TTL_SECONDS)
            if not isinstance(payload, Progressed):
                pipe.xadd(CHANGES_STREAM, dict(event.to_fields()), maxlen=CHANGES_MAX_ENTRIES, approximate=True)
            pipe.execute()


def begin_attempt(redis: Redis, job_id: str) -> int:
    """Counts one more run of the job and returns its number, from 1."""
    with redis.pipeline(transaction=True) as pipe:
        pipe.incr(attempts_key(job_id))
        pipe.expire(attempts_key(job_id), JOURNAL_TTL_SECONDS)
        attempt, _ = pipe.execute()
    return int(attempt)


def latest_progress(redis: Redis, job_id: str) -> JobEvent | None:
    """The newest progress entry of a job, or None before there is one."""
    for _, fields in redis.xrevrange(journal_key(job_id), count=8):
        event = JobEvent.from_fields(fields)
        if isinstance(event.payload, Progressed):
            return event
    return None


def request_cancel(redis: Redis, job_id: str) -> None:
    """Asks whoever runs the job, now or later, to stop."""
    redis.set(cancel_key(job_id), "1", ex=JOURNAL_TTL_SECONDS)


def is_cancel_requested(redis: Redis, job_id: str) -> bool:
    return bool(redis.exists(cancel_key(job_id)))


class ChangesReader:
    """Ingest's place in the stream of changes: entries stay pending until acknowledged, over restarts too."""

    def __init__(self, redis: Redis, consumer: str) -> None:
        self._redis = redis
        self._consumer = consumer
        redis_streams = redis.exists(CHANGES_STREAM) and redis.xinfo_groups(CHANGES_STREAM)
        if not redis_streams or not any(group["name"] == INGEST_GROUP for group in redis_streams):
            redis.xgroup_create(CHANGES_STREAM, INGEST_GROUP, id="0", mkstream=True)

    def pending(self) -> Iterator[tuple[str, JobEvent]]:
        """What this consumer was given before and never acknowledged."""
        yield from self._read("0", block_milliseconds=None)

    def wait(self, block_milliseconds: int = 1000) -> Iterator[tuple[str, JobEvent]]:
        """New entries, waiting for the first at most `block_milliseconds`."""
        yield from self._read(">", block_milliseconds)

    def acknowledge(self, entry_id: str) -> None:
        self._redis.xack(CHANGES_STREAM, INGEST_GROUP, entry_id)

    def _read(self, start: str, block_milliseconds: int | None) -> Iterator[tuple[str, JobEvent]]:
        replies = self._redis.xreadgroup(
            INGEST_GROUP, self._consumer, {CHANGES_STREAM: start}, count=256, block=block_milliseconds
        )
        for _, entries in replies or []:
            for entry_id, fields in entries:
                yield entry_id, JobEvent.from_fields(fields)
