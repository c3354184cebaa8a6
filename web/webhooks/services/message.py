"""What a receiver gets."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from web.webhooks.models import Delivery


@dataclass(frozen=True, slots=True)
class Message:
    """One event, the same bytes at every attempt.

    Attributes:
        id: The `webhook-id`.
    """

    id: str
    url: str
    body: bytes


def message_of(delivery: Delivery) -> Message:
    """Thin on purpose: the job itself says the rest, and says it as it is by then."""
    job_id = delivery.webhook_id
    body = {
        "type": delivery.event,
        "timestamp": delivery.occurred_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "data": {"job_id": str(job_id), "status": delivery.status, "href": reverse("api:job", args=[job_id])},
    }
    return Message(str(delivery.id), delivery.webhook.url, json.dumps(body, separators=(",", ":")).encode())
