"""Who is to be told of a job, and how the telling stands."""

from __future__ import annotations

import uuid
from typing import Final

from django.db import models

from web.jobs.models import Job
from web.webhooks.events import WebhookEvent
from worker.contract.status import JobStatus

MAX_URL_CHARACTERS: Final = 2000
MAX_ERROR_CHARACTERS: Final = 200


class Webhook(models.Model):
    """Where one job's events are sent.

    Attributes:
        events: Those that were asked for; none any more once the receiver has answered 410.
    """

    job = models.OneToOneField(Job, on_delete=models.CASCADE, primary_key=True, related_name="webhook")
    url = models.CharField(max_length=MAX_URL_CHARACTERS)
    events = models.JSONField()

    def __str__(self) -> str:
        return str(self.job_id)


class Delivery(models.Model):
    """One event on its way, sent until it is delivered or abandoned.

    Attributes:
        id: The `webhook-id`, the same at every attempt, by which a receiver knows what it has had.
        status: The job's, as the event tells it.
        attempts: How often it was claimed to be sent; who holds the newest claim alone may record a failure.
        next_attempt_at: When it is due, or when a claim lapses; null when there is nothing more to do.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=16, choices=[(event, event) for event in WebhookEvent])
    status = models.CharField(max_length=16, choices=[(status, status) for status in JobStatus])
    occurred_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, db_index=True)
    delivered_at = models.DateTimeField(null=True)
    abandoned_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=MAX_ERROR_CHARACTERS, default="", blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ("-occurred_at",)
        # A job that another worker takes over starts again; that is told once.
        constraints = (models.UniqueConstraint(fields=("webhook", "event"), name="unique_event_of_webhook"),)

    def __str__(self) -> str:
        return f"{self.event} of {self.webhook_id}"
