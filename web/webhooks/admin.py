"""Deliveries in the admin, to look at: what was told, and why it was not."""

from __future__ import annotations

from django.contrib import admin

from web.config.read_only_admin import ReadOnlyAdmin
from web.webhooks.models import Delivery


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ("webhook", "event", "attempts", "next_attempt_at", "delivered_at", "abandoned_at", "last_error")
    list_filter = ("event",)
    search_fields = ("webhook__job__id",)
