"""Ratings in the admin, to look at."""

from __future__ import annotations

from django.contrib import admin

from web.config.read_only_admin import ReadOnlyAdmin
from web.ratings.models import Rating


@admin.register(Rating)
class RatingAdmin(ReadOnlyAdmin):
    list_display = ("job", "stars", "comment", "updated_at")
    list_filter = ("stars",)
    search_fields = ("job__id", "comment")
    date_hierarchy = "updated_at"
    list_select_related = ("job",)
