"""Sends what is due until it is told to stop.

Threads send; only the caller's own touches the database. A deliverer that dies leaves claims that lapse, so an event
may be sent twice, under the same id, and is never lost.
"""

from __future__ import annotations

import logging
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.db import InterfaceError, OperationalError, connections
from django.utils import timezone

from web.webhooks.services.claims import claim, due, record
from web.webhooks.services.message import message_of
from web.webhooks.services.outcome import Outcome
from worker.contract.logs import about

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from threading import Event

    from web.webhooks.models import Delivery
    from web.webhooks.services.message import Message

logger = logging.getLogger(__name__)

# Receivers that never answer hold a thread for 15 seconds each.
THREADS: Final = 32
PAUSE_SECONDS: Final = 0.5
OUTAGE_PAUSE_SECONDS: Final = 2.0
OUTAGES: Final = (OperationalError, InterfaceError)


def deliver(stop: Event, send: Callable[[Message, int], Outcome]) -> None:
    """Runs until `stop` is set, then ends what is under way; while the database is away it tries again."""
    with ThreadPoolExecutor(THREADS, "webhook") as pool:
        deliverer = Deliverer(send, pool)
        while not stop.is_set():
            try:
                deliverer.step(timezone.now())
                deliverer.rest(stop)
            except OUTAGES as error:
                logger.warning("webhooks go on in %.0f s: %s", OUTAGE_PAUSE_SECONDS, error)
                connections.close_all()
                stop.wait(OUTAGE_PAUSE_SECONDS)
    with suppress(*OUTAGES):
        deliverer.settle(timezone.now())


@dataclass(slots=True)
class Deliverer:
    """What one process has under way."""

    send: Callable[[Message, int], Outcome]
    pool: ThreadPoolExecutor
    under_way: dict[Future[Outcome], Delivery] = field(default_factory=dict)

    def step(self, now: datetime) -> None:
        """Records what has come to an end, and begins as much as there are threads free."""
        self.settle(now)
        for delivery in due(now, THREADS - len(self.under_way)):
            if claim(delivery, now):
                attempt = self.pool.submit(self.send, message_of(delivery), int(now.timestamp()))
                self.under_way[attempt] = delivery

    def settle(self, now: datetime) -> None:
        for attempt in [attempt for attempt in self.under_way if attempt.done()]:
            delivery, outcome = self.under_way[attempt], _outcome(attempt)
            record(delivery, outcome, now)
            del self.under_way[attempt]
            if not outcome.is_delivered:
                with about(str(delivery.webhook_id)):
                    logger.info("%s, attempt %d: %s", delivery, delivery.attempts, outcome.reason)

    def rest(self, stop: Event) -> None:
        """Waits until an attempt ends, or half a second for something to be due."""
        if self.under_way:
            wait(self.under_way, PAUSE_SECONDS, FIRST_COMPLETED)
        else:
            stop.wait(PAUSE_SECONDS)


def _outcome(attempt: Future[Outcome]) -> Outcome:
    """A fault of ours counts as a failed attempt, so that one delivery cannot stop the others."""
    try:
        return attempt.result()
    except Exception as error:
        logger.exception("an attempt broke off")
        return Outcome(error=f"{type(error).__name__}")
