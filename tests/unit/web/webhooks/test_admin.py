"""Deliveries in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from tests.unit.web.webhooks.deliveries import add_delivery

if TYPE_CHECKING:
    from django.test import Client


def test_deliveries_are_there_to_look_at_only(admin_client: Client) -> None:
    delivery = add_delivery("https://hooks.example.org/")
    change = reverse("admin:webhooks_delivery_change", args=[delivery.pk])
    found = admin_client.get(reverse("admin:webhooks_delivery_changelist"), {"q": str(delivery.webhook_id)})
    assert change in found.content.decode()
    assert admin_client.get(change).status_code == 200
    assert admin_client.post(change, {}).status_code == 403
