"""Follows the stream of changes and writes them to the database; the one place through which workers change jobs.

An entry is acknowledged after its transaction, so whatever goes away in between, Redis, the database or this process,
it is read and applied again.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Final

from django.db import InterfaceError, OperationalError, connections, transaction
from redis.exceptions import RedisError

from web.config.redis import redis_client
from web.jobs.services.apply import apply_event
from web.jobs.services.send import QueueUnavailableError
from web.jobs.services.sweeps import Sweeps
from worker.contract.changes import ChangesReader
from worker.contract.journal import announce
from worker.contract.logs import about

if TYPE_CHECKING:
    from collections.abc import Sequence
    from threading import Event

    from worker.contract.events import JobEvent

logger = logging.getLogger(__name__)

CONSUMER: Final = "ingest"
BLOCK_MILLISECONDS: Final = 500
FIRST_PAUSE_SECONDS: Final = 0.25
LONGEST_PAUSE_SECONDS: Final = 5.0

OUTAGES: Final = (RedisError, QueueUnavailableError, OperationalError, InterfaceError)


def ingest(stop: Event) -> None:
    """Runs until `stop` is set; while Redis or the database is away it tries again, ever less often."""
    pause, sweeps = FIRST_PAUSE_SECONDS, Sweeps()
    while not stop.is_set():
        began = time.monotonic()
        try:
            _follow(stop, sweeps)
        except OUTAGES as error:
            held = time.monotonic() - began > LONGEST_PAUSE_SECONDS
            pause = FIRST_PAUSE_SECONDS if held else min(2 * pause, LONGEST_PAUSE_SECONDS)
            logger.warning("ingest goes on in %.2f s: %s", pause, error)
            connections.close_all()
            stop.wait(pause)


def _follow(stop: Event, sweeps: Sweeps) -> None:
    reader = ChangesReader(redis_client(), CONSUMER)
    while not stop.is_set() and take(reader, reader.pending()):
        pass
    while not stop.is_set():
        take(reader, reader.wait(BLOCK_MILLISECONDS))
        sweeps.run_due()


def take(reader: ChangesReader, entries: Sequence[tuple[str, JobEvent]]) -> int:
    """Applies entries, tells who waits for them, and acknowledges them; returns how many there were."""
    if entries:
        events = [event for _, event in entries]
        _apply_all(events)
        announce(redis_client(), dict.fromkeys(event.job_id for event in events))
        reader.acknowledge([entry_id for entry_id, _ in entries])
    return len(entries)


def _apply_all(events: Sequence[JobEvent]) -> None:
    """All in one transaction, which is many times as fast; one by one where one of them cannot be applied."""
    try:
        with transaction.atomic():
            for event in events:
                with about(event.job_id, event.attempt):
                    apply_event(event)
    except OUTAGES:
        raise
    except Exception:
        logger.exception("a batch of %d events could not be applied as a whole", len(events))
        for event in events:
            _apply(event)


def _apply(event: JobEvent) -> None:
    with about(event.job_id, event.attempt):
        try:
            apply_event(event)
        except OUTAGES:
            raise
        except Exception:
            # One entry that can never be applied must not keep those after it from being.
            logger.exception("dropped an event of job %s: %s", event.job_id, event.payload)
