"""Jobs in the admin, to look at: only the services change them."""

from __future__ import annotations

from django.contrib import admin

from web.config.read_only_admin import ReadOnlyAdmin
from web.jobs.models import Job


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ("id", "status", "created_at", "attempt", "audio_status")
    list_filter = ("status", "audio_status")
    search_fields = ("id",)
    date_hierarchy = "created_at"
