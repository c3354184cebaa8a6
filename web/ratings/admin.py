"""Ratings in the admin: looked at, hidden, shown again, deleted; nobody's words are changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from unfold.admin import ModelAdmin

from web.config.bounded_paginator import BoundedPaginator
from web.config.time_filter import TimeFilter
from web.operate.log import log
from web.ratings.models import Rating

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


@admin.register(Rating)
class RatingAdmin(ModelAdmin):  # type: ignore[misc]  # unfold has no types
    list_display = ("job", "stars", "comment", "is_hidden", "updated_at")
    list_filter = ("stars", "is_hidden", ("updated_at", TimeFilter))
    list_filter_submit = True
    list_select_related = ("job",)
    search_fields = ("comment",)
    ordering = ("-updated_at", "-id")
    readonly_fields = ("job", "stars", "comment", "created_at", "updated_at")
    fields = (*readonly_fields, "is_hidden")
    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = ("hide", "show")

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    @admin.action(permissions=["change"], description="Hide the chosen ratings")
    def hide(self, request: HttpRequest, ratings: QuerySet[Rating]) -> None:
        _set_hidden(request, ratings, is_hidden=True)

    @admin.action(permissions=["change"], description="Show the chosen ratings again")
    def show(self, request: HttpRequest, ratings: QuerySet[Rating]) -> None:
        _set_hidden(request, ratings, is_hidden=False)


def _set_hidden(request: HttpRequest, ratings: QuerySet[Rating], *, is_hidden: bool) -> None:
    sentence = "Hidden." if is_hidden else "Shown again."
    for rating in ratings:
        rating.is_hidden = is_hidden
        rating.save(update_fields=["is_hidden"])
        log(request, Rating, f"{rating}, of job {rating.job_id}", sentence, str(rating.pk))
