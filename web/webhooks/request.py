"""The two fields of a job's request that ask for webhooks."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from rest_framework import serializers

from web.webhooks.events import WebhookEvent
from web.webhooks.models import MAX_URL_CHARACTERS
from web.webhooks.public import is_public
from web.webhooks.target import parse_target

if TYPE_CHECKING:
    from collections.abc import Mapping

_OFF: Final = "this service sends no webhooks; leave it out and follow the job at its address"


class WebhookUrlField(serializers.CharField):
    """Where to send the events; null stands for leaving it out."""

    default_error_messages = {"webhooks_off": _OFF}  # noqa: RUF012  # DRF's way

    def __init__(self) -> None:
        super().__init__(
            max_length=MAX_URL_CHARACTERS,
            trim_whitespace=False,
            required=False,
            allow_null=True,
            help_text="An https:// address on the open Internet that is told of the job's events.",
        )

    def to_internal_value(self, data: object) -> str:
        if not settings.WEBHOOK_SECRET:
            self.fail("webhooks_off")
        if not isinstance(data, str):
            self.fail("invalid")
        try:
            check_url(data)
        except ValueError as error:
            raise serializers.ValidationError(str(error), "invalid") from error
        return super().to_internal_value(data)


class WebhookEventsField(serializers.ListField):
    """Which events to send; null stands for leaving it out. Names given twice count once."""

    default_error_messages = {  # noqa: RUF012  # DRF's way
        "webhooks_off": _OFF,
        "invalid": f"must be an array of one or more of: {', '.join(WebhookEvent)}",
    }

    def __init__(self) -> None:
        super().__init__(
            child=serializers.ChoiceField(choices=list(WebhookEvent)),
            allow_empty=False,
            required=False,
            allow_null=True,
            help_text=f"Which events `webhook_url` is told of; else {WebhookEvent.COMPLETED} alone.",
        )

    def to_internal_value(self, data: object) -> list[WebhookEvent]:
        if not settings.WEBHOOK_SECRET:
            self.fail("webhooks_off")
        if not isinstance(data, list) or not data or not all(event in list(WebhookEvent) for event in data):
            self.fail("invalid")
        return [event for event in WebhookEvent if event in data]


def check_url(url: str) -> None:
    """Refuses what can be known to be wrong without asking a name server; the rest shows when it is sent.

    Raises:
        ValueError: Says what the URL must be.
    """
    host = parse_target(url).host
    try:
        address = ip_address(host)
    except ValueError:
        return
    if not is_public(address):
        raise ValueError(f"must lead to the open Internet; {host} does not")


def check_webhook(fields: Mapping[str, Any]) -> None:
    """Refuses events without an address to send them to; for the serializer's `validate`.

    Raises:
        ValidationError: Names the field.
    """
    if fields.get("webhook_events") and not fields.get("webhook_url"):
        raise serializers.ValidationError({"webhook_events": "needs webhook_url, to be sent there"}, "without_url")
