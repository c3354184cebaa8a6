"""What a receiver gets, as the OpenAPI description of creating a job shows it."""

from __future__ import annotations

from typing import Any, Final

from drf_spectacular.utils import OpenApiCallback, OpenApiResponse, extend_schema
from rest_framework import serializers

from web.webhooks.events import WebhookEvent, event_of
from worker.contract.status import JobStatus


class WebhookDataSerializer(serializers.Serializer[Any]):
    job_id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=[status for status in JobStatus if event_of(status)])
    href = serializers.CharField(help_text="The job's path on this host.")


class WebhookSerializer(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=list(WebhookEvent))
    timestamp = serializers.DateTimeField(help_text="When it happened.")
    # A declared field, though DRF's Serializer has an attribute of that name.
    data = WebhookDataSerializer()  # type: ignore[assignment]


WEBHOOK: Final = OpenApiCallback(
    name="webhook",
    path="{$request.body#/webhook_url}",
    decorator=extend_schema(
        summary="Hear of the job",
        description=(
            "Signed after Standard Webhooks: `webhook-id` is the same each time that the event is sent, "
            "`webhook-timestamp` is when it was sent, in Unix seconds, and `webhook-signature` is `v1,` with the "
            "HMAC-SHA256 of `id.timestamp.body` in base64."
        ),
        request=WebhookSerializer,
        responses={"2XX": OpenApiResponse(description="Taken; any other answer brings the event again.")},
    ),
)
