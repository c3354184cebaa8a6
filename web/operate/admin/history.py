"""Who changed what: the history of the whole admin, to look at."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin.models import LogEntry

from web.config.bounded_paginator import BoundedPaginator
from web.config.read_only_admin import ReadOnlyAdmin
from web.config.time_filter import TimeFilter


@admin.register(LogEntry)
class HistoryAdmin(ReadOnlyAdmin):
    list_display = ("action_time", "user", "content_type", "object_repr", "what")
    list_filter = ("user", "action_flag", ("action_time", TimeFilter))
    list_filter_submit = True
    list_select_related = ("user", "content_type")
    search_fields = ("object_repr", "change_message")
    ordering = ("-id",)
    sortable_by = ()
    paginator = BoundedPaginator
    show_full_result_count = False

    @admin.display(description="what was done")
    def what(self, entry: LogEntry) -> str:
        return str(entry.get_change_message()) or entry.get_action_flag_display()
