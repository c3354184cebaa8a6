"""Notes that a job's events are to be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.webhooks.events import WebhookEvent
from web.webhooks.models import Webhook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from web.jobs.models import Job


def register(job: Job, url: str, events: Sequence[str] | None = None) -> Webhook:
    """Makes the job's webhook, by default for its end alone; belongs in the transaction that makes the job."""
    return Webhook.objects.create(job=job, url=url, events=list(events or [WebhookEvent.COMPLETED]))
