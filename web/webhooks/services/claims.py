"""Who sends a delivery, and what it comes to: each write a compare-and-set, so that deliverers may be many."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction

from web.webhooks.models import MAX_ERROR_CHARACTERS, Delivery, Webhook
from web.webhooks.services.backoff import TRIES, asked_pause_seconds, pause_seconds

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from web.webhooks.services.outcome import Outcome

# Well over the time that an attempt may take, name server included; after it the deliverer counts as dead.
CLAIM: Final = timedelta(minutes=2)

_random: Final = secrets.SystemRandom()


def due(now: datetime, count: int) -> list[Delivery]:
    """Up to `count` deliveries to be sent now, those that wait longest first."""
    waiting = Delivery.objects.select_related("webhook").filter(next_attempt_at__lte=now)
    return list(waiting.order_by("next_attempt_at")[:count])


def claim(delivery: Delivery, now: datetime) -> bool:
    """Takes the delivery for one attempt; False where another deliverer was quicker."""
    unchanged = Delivery.objects.filter(
        pk=delivery.pk, attempts=delivery.attempts, next_attempt_at=delivery.next_attempt_at
    )
    delivery.attempts += 1
    return unchanged.update(attempts=delivery.attempts, next_attempt_at=now + CLAIM) == 1


def record(delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    """Writes down what an attempt came to.

    A success counts whoever had it. A failure counts for the newest claim alone, and never after the end.
    """
    if outcome.is_delivered:
        Delivery.objects.filter(pk=delivery.pk).update(delivered_at=now, next_attempt_at=None, last_error="")
        return
    mine = Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts, next_attempt_at__isnull=False)
    mine.update(last_error=outcome.reason[:MAX_ERROR_CHARACTERS])
    if outcome.is_gone:
        _turn_off(delivery, now)
    elif delivery.attempts >= TRIES:
        _abandon(mine, now)
    else:
        mine.update(next_attempt_at=now + _pause(delivery.attempts, outcome, now))


def _pause(attempts: int, outcome: Outcome, now: datetime) -> timedelta:
    asked = asked_pause_seconds(outcome.retry_after, now)
    return timedelta(seconds=max(asked, pause_seconds(attempts, _random.random())))


@transaction.atomic
def _turn_off(delivery: Delivery, now: datetime) -> None:
    Webhook.objects.filter(pk=delivery.webhook_id).update(events=[])
    _abandon(Delivery.objects.filter(webhook=delivery.webhook_id, next_attempt_at__isnull=False), now)


def _abandon(deliveries: QuerySet[Delivery], now: datetime) -> None:
    deliveries.update(abandoned_at=now, next_attempt_at=None)
