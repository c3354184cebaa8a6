"""Follows the stream of changes and writes them to the database; the one place through which workers change jobs.

An entry is acknowledged after its transaction, so whatever goes away in between, Redis, the database or this process,
it is read and applied again.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Final

from django.db import InterfaceError, OperationalError, connections
from redis.exceptions import RedisError

from web.config.redis import redis_client
from web.jobs.services.apply import apply_event
from web.jobs.services.send import QueueUnavailableError
from web.jobs.services.sweeps import Sweeps
from worker.contract.journal import ChangesReader

if TYPE_CHECKING:
    from collections.abc import Iterator
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
    pause = FIRST_PAUSE_SECONDS
    while not stop.is_set():
        began = time.monotonic()
        try:
            _follow(stop)
        except OUTAGES as error:
            held = time.monotonic() - began > LONGEST_PAUSE_SECONDS
            pause = FIRST_PAUSE_SECONDS if held else min(2 * pause, LONGEST_PAUSE_SECONDS)
            logger.warning("ingest goes on in %.2f s: %s", pause, error)
            connections.close_all()
            stop.wait(pause)


def _follow(stop: Event) -> None:
    reader = ChangesReader(redis_client(), CONSUMER)
    sweeps = Sweeps()
    while not stop.is_set() and take(reader, reader.pending()):
        pass
    while not stop.is_set():
        take(reader, reader.wait(BLOCK_MILLISECONDS))
        sweeps.run_due()


def take(reader: ChangesReader, entries: Iterator[tuple[str, JobEvent]]) -> int:
    """Applies and acknowledges entries one by one; returns how many there were."""
    count = 0
    for entry_id, event in entries:
        _apply(event)
        reader.acknowledge(entry_id)
        count += 1
    return count


def _apply(event: JobEvent) -> None:
    try:
        apply_event(event)
    except OUTAGES:
        raise
    except Exception:
        # One entry that can never be applied must not keep those after it from being.
        logger.exception("dropped an event of job %s: %s", event.job_id, event.payload)
