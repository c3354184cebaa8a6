"""Jobs in the admin, to look at: only the services change them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from unfold.admin import ModelAdmin

from web.jobs.models import Job

if TYPE_CHECKING:
    from django.http import HttpRequest


@admin.register(Job)
class JobAdmin(ModelAdmin):  # type: ignore[misc]  # unfold has no types
    list_display = ("id", "status", "created_at", "attempt", "audio_status")
    list_filter = ("status", "audio_status")
    search_fields = ("id",)
    date_hierarchy = "created_at"

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: object | None = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: object | None = None) -> bool:
        return False
