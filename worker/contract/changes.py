"""The stream of all jobs' changes, as ingest reads it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import cast

from redis import Redis

from worker.contract.events import JobEvent
from worker.contract.journal import Entries
from worker.contract.queues import CHANGES_STREAM, INGEST_GROUP

logger = logging.getLogger(__name__)

BATCH = 256


class ChangesReader:
    """Ingest's place in the stream of changes: entries stay pending until acknowledged, over restarts too."""

    def __init__(self, redis: Redis, consumer: str) -> None:
        self._redis = redis
        self._consumer = consumer
        groups = redis.exists(CHANGES_STREAM) and redis.xinfo_groups(CHANGES_STREAM)
        if not groups or not any(group["name"] == INGEST_GROUP for group in groups):
            redis.xgroup_create(CHANGES_STREAM, INGEST_GROUP, id="0", mkstream=True)

    def pending(self) -> list[tuple[str, JobEvent]]:
        """What this consumer was given before and never acknowledged, up to 256 at a time."""
        return self._read("0", block_milliseconds=None)

    def wait(self, block_milliseconds: int = 1000) -> list[tuple[str, JobEvent]]:
        """Up to 256 new entries, waiting for the first at most `block_milliseconds`."""
        return self._read(">", block_milliseconds)

    def acknowledge(self, entry_ids: Sequence[str]) -> None:
        if entry_ids:
            self._redis.xack(CHANGES_STREAM, INGEST_GROUP, *entry_ids)

    def _read(self, start: str, block_milliseconds: int | None) -> list[tuple[str, JobEvent]]:
        replies = self._redis.xreadgroup(
            INGEST_GROUP, self._consumer, {CHANGES_STREAM: start}, count=BATCH, block=block_milliseconds
        )
        found = []
        for _, entries in cast("list[tuple[str, Entries]]", replies or []):
            for entry_id, fields in entries:
                event = self._event(entry_id, fields)
                if event is not None:
                    found.append((entry_id, event))
        return found

    def _event(self, entry_id: str, fields: dict[str, str]) -> JobEvent | None:
        """Reads one entry; what nobody can read, trimmed or garbled, is acknowledged lest it come for ever."""
        try:
            return JobEvent.from_fields(fields)
        except (KeyError, TypeError, ValueError, AttributeError):
            logger.exception("dropped entry %s of the changes: %s", entry_id, fields)
            self.acknowledge([entry_id])
            return None
