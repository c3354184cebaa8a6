"""Terse makers of deliveries, and a deliverer that a test turns by hand."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.unit.web.builders import add_job
from web.webhooks.events import WebhookEvent, event_of
from web.webhooks.models import Delivery
from web.webhooks.services.deliver import Deliverer
from web.webhooks.services.register import register
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from web.webhooks.services.message import Message
    from web.webhooks.services.outcome import Outcome

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


def add_delivery(url: str, status: JobStatus = JobStatus.SUCCEEDED) -> Delivery:
    """An event that happened a second before `NOW`, due at `NOW`."""
    webhook = register(add_job(status), url, list(WebhookEvent))
    return Delivery.objects.create(
        webhook=webhook,
        event=event_of(status) or "",
        status=status,
        occurred_at=NOW - timedelta(seconds=1),
        next_attempt_at=NOW,
    )


@contextmanager
def delivering(send: Callable[[Message, int], Outcome]) -> Iterator[Callable[[datetime], None]]:
    """A deliverer's round at a given time: begins what is due, and records how it ended."""
    with ThreadPoolExecutor(4) as pool:
        deliverer = Deliverer(send, pool)

        def turn(now: datetime) -> None:
            deliverer.step(now)
            wait(deliverer.under_way)
            deliverer.settle(now)

        yield turn


def again(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)
