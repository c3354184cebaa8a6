"""Makes a delivery of a job's change of status, in the transaction of the change: both are committed, or neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from web.webhooks.events import event_of
from web.webhooks.models import Delivery, Webhook

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from worker.contract.status import JobStatus


def enqueue(job_id: UUID, status: JobStatus, at: datetime, **_: object) -> None:
    """Receives `job_moved`. `at` is the clock of who changed the job; when the delivery is due goes by ours."""
    event = event_of(status)
    if not settings.WEBHOOK_SECRET or event is None:
        return
    webhook = Webhook.objects.filter(pk=job_id).first()
    if webhook is None or event not in webhook.events:
        return
    due = Delivery(webhook=webhook, event=event, status=status, occurred_at=at, next_attempt_at=timezone.now())
    Delivery.objects.bulk_create([due], ignore_conflicts=True)
