"""The journal: one Redis stream per job, which tells what became of it to whoever reads along.

An entry's id is `attempt-number`. Redis takes no id below the newest, so the moment a second run of a job has written
its first word, the first one can say nothing more, and after web's last word nobody can.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from typing import Final, cast

from redis import Redis

from worker.contract.events import AudioChanged, FileStored, Fleeting, JobEvent, Payload, Progressed, StatusChanged
from worker.contract.queues import CHANGES_STREAM, changed_channel, journal_key

# Id and fields of stream entries, decoded.
Entries = list[tuple[str, dict[str, str]]]

JOURNAL_TTL_SECONDS: Final = 24 * 3600
# Of a job that has come to its end; who asks later finds all of it in the database and in the files.
ENDED_TTL_SECONDS: Final = 3600
# A quarter of an hour of three runs, each of which says a thing or two four times a second.
JOURNAL_MAX_ENTRIES: Final = 8192
CHANGES_MAX_ENTRIES: Final = 200_000
# No run has this number: whatever is written under it comes from web and stays the last.
LAST_WORD: Final = 2**31 - 1

# Appends, tells those who listen, and passes on what the database must know; of one who was overtaken, nothing.
_APPEND: Final = """
local length, attempt, ttl, changes_length, channel, json = unpack(ARGV, 1, 6)
local id = redis.pcall('XADD', KEYS[1], 'MAXLEN', '~', length, attempt .. '-*', unpack(ARGV, 7))
if type(id) == 'table' then
  if string.find(id.err, 'equal or smaller') then return false end
  return redis.error_reply(id.err)
end
redis.call('EXPIRE', KEYS[1], ttl)
redis.call('PUBLISH', channel, '["' .. id .. '",' .. json .. ']')
if changes_length ~= '0' then
  redis.call('XADD', KEYS[2], 'MAXLEN', '~', changes_length, '*', unpack(ARGV, 7))
end
return id
"""
_APPEND_FIRST: Final = "if redis.call('EXISTS', KEYS[1]) == 1 then return false end" + _APPEND


class Superseded(Exception):
    """Another run of the job, or web, has spoken after this one, whose words count no more."""


class JournalWriter:
    """A worker's pen for one run of one job."""

    def __init__(self, redis: Redis, job_id: str, attempt: int) -> None:
        self._redis = redis
        self._job_id = job_id
        self._attempt = attempt

    def write(self, payload: Payload) -> None:
        """Appends to the journal; what the database must know goes to ingest in the same step.

        Raises:
            Superseded: This run has been overtaken; nothing was written.
        """
        _append(self._redis, JobEvent(self._job_id, self._attempt, time.time(), payload), _APPEND)


def write_last_word(redis: Redis, job_id: str, change: StatusChanged) -> None:
    """Ends the journal with what web decided; no run can say anything more, and only web itself can say it again."""
    _append(redis, JobEvent(job_id, LAST_WORD, time.time(), change), _APPEND)


def write_only_word(redis: Redis, job_id: str, change: StatusChanged) -> None:
    """Ends a job that nobody has begun: nobody can begin it any more.

    Raises:
        Superseded: Somebody has; nothing was written.
    """
    _append(redis, JobEvent(job_id, LAST_WORD, time.time(), change), _APPEND_FIRST)


def _append(redis: Redis, event: JobEvent, script: str) -> None:
    fields = event.to_fields()
    flat = [text for pair in fields.items() for text in pair]
    changes_length = 0 if isinstance(event.payload, Fleeting) else CHANGES_MAX_ENTRIES
    limits = [JOURNAL_MAX_ENTRIES, event.attempt, _ttl_seconds(event.payload), changes_length]
    append, keys = redis.register_script(script), (journal_key(event.job_id), CHANGES_STREAM)
    if append(keys, [*limits, changed_channel(event.job_id), json.dumps(fields), *flat]) is None:
        raise Superseded(f"run {event.attempt} of job {event.job_id} was overtaken")


def _ttl_seconds(payload: Payload) -> int:
    """Files are stored at a job's end, or after it."""
    is_ending = isinstance(payload, FileStored | AudioChanged)
    has_ended = isinstance(payload, StatusChanged) and payload.status.is_final
    return ENDED_TTL_SECONDS if is_ending or has_ended else JOURNAL_TTL_SECONDS


def read_journal(
    redis: Redis, job_id: str, after_id: str = "-", count: int = JOURNAL_MAX_ENTRIES
) -> list[tuple[str, JobEvent]]:
    """The first `count` entries after `after_id`, which "-" puts before them all."""
    start = after_id if after_id == "-" else f"({after_id}"
    # Clients of Cadenza decode replies, which their types do not know.
    entries = cast("Entries", redis.xrange(journal_key(job_id), start, count=count))
    return [(entry_id, JobEvent.from_fields(fields)) for entry_id, fields in entries]


def follow_journal(redis: Redis, job_id: str, pause_seconds: float) -> Iterator[JobEvent | None]:
    """Every entry from the first on, as it is written, and None after each `pause_seconds` in which there was none."""
    key, last_id = journal_key(job_id), "0-0"
    while True:
        found = cast("list[tuple[str, Entries]]", redis.xread({key: last_id}, block=round(1000 * pause_seconds)))
        entries = found[0][1] if found else []
        yield from (JobEvent.from_fields(fields) for _, fields in entries)
        if entries:
            last_id = entries[-1][0]
        else:
            yield None


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
    entries = cast("Entries", redis.xrevrange(journal_key(job_id), count=8))
    return (JobEvent.from_fields(fields) for _, fields in entries)


def erase_journal(redis: Redis, job_id: str) -> None:
    """Forgets all that the journal holds; what follows is its new beginning."""
    redis.delete(journal_key(job_id))


def announce(redis: Redis, job_ids: Iterable[str]) -> None:
    """Tells those who wait that the rows of these jobs have changed."""
    with redis.pipeline(transaction=False) as pipe:
        for job_id in job_ids:
            pipe.publish(changed_channel(job_id), "")
        pipe.execute()
