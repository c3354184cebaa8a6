"""The journal: one Redis stream per job, and one stream of all jobs' changes for ingest."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from typing import Any, Final, cast

from redis import Redis

from worker.contract.events import JobEvent, Payload, Progressed, StatusChanged
from worker.contract.queues import CHANGES_STREAM, INGEST_GROUP, attempts_key, cancel_key, handed_back_key, journal_key

logger = logging.getLogger(__name__)

# Id and fields of stream entries, decoded.
Entries = list[tuple[str, dict[str, str]]]

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
        """Appends to the journal; what the database must know goes to ingest in the same transaction."""
        event = JobEvent(self._job_id, self._attempt, time.time(), payload)
        key = journal_key(self._job_id)
        fields: dict[Any, Any] = dict(event.to_fields())
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.xadd(key, fields, maxlen=JOURNAL_MAX_ENTRIES, approximate=True)
            pipe.expire(key, JOURNAL_TTL_SECONDS)
            if not isinstance(payload, Progressed):
                pipe.xadd(CHANGES_STREAM, fields, maxlen=CHANGES_MAX_ENTRIES, approximate=True)
            pipe.execute()


def begin_attempt(redis: Redis, job_id: str) -> int:
    """Counts one more run of the job and returns its number, from 1."""
    with redis.pipeline(transaction=True) as pipe:
        pipe.incr(attempts_key(job_id))
        pipe.expire(attempts_key(job_id), JOURNAL_TTL_SECONDS)
        attempt, _ = pipe.execute()
    return int(attempt)


def count_hand_back(redis: Redis, job_id: str) -> None:
    """Notes that a run ended because its worker did, which is not the job's fault."""
    with redis.pipeline(transaction=True) as pipe:
        pipe.incr(handed_back_key(job_id))
        pipe.expire(handed_back_key(job_id), JOURNAL_TTL_SECONDS)
        pipe.execute()


def lost_runs(redis: Redis, job_id: str, attempt: int) -> int:
    """How many runs before `attempt` ended without a word: their workers were lost."""
    return attempt - 1 - int(cast("str | None", redis.get(handed_back_key(job_id))) or 0)


def latest_progress(redis: Redis, job_id: str) -> JobEvent | None:
    """The newest progress entry of a job, or None before there is one."""
    newest = (event for event in _newest(redis, job_id) if isinstance(event.payload, Progressed))
    return next(newest, None)


def is_finished(redis: Redis, job_id: str) -> bool:
    """Whether the job has ended: a message can come twice. Only its files and audio are written after its end."""
    payloads = (event.payload for event in _newest(redis, job_id))
    return any(isinstance(payload, StatusChanged) and payload.status.is_final for payload in payloads)


def _newest(redis: Redis, job_id: str) -> Iterator[JobEvent]:
    """The last few entries of a job's journal, newest first."""
    # Clients of Cadenza decode replies, which their types do not know.
    entries = cast("Entries", redis.xrevrange(journal_key(job_id), count=8))
    return (JobEvent.from_fields(fields) for _, fields in entries)


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
        for _, entries in cast("list[tuple[str, Entries]]", replies or []):
            for entry_id, fields in entries:
                event = self._event(entry_id, fields)
                if event is not None:
                    yield entry_id, event

    def _event(self, entry_id: str, fields: dict[str, str]) -> JobEvent | None:
        """Reads one entry; what nobody can read, trimmed or garbled, is acknowledged lest it come for ever."""
        try:
            return JobEvent.from_fields(fields)
        except (KeyError, TypeError, ValueError, AttributeError):
            logger.exception("dropped entry %s of the changes: %s", entry_id, fields)
            self.acknowledge(entry_id)
            return None
