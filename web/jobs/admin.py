"""Jobs in the admin: looked for, cancelled, made again, erased; only the services change them."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any, Final

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from unfold.decorators import action

from web.catalogue.models import Style
from web.config.bounded_paginator import BoundedPaginator
from web.config.read_only_admin import ReadOnlyAdmin
from web.config.time_filter import TimeFilter
from web.jobs.models import Job
from web.jobs.operations import CANCEL, ERASE, RETRY, Operation, operate

if TYPE_CHECKING:
    from django.db.models import QuerySet

# As it stands alone, or in the address of a piece that somebody complains of.
_ID: Final = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_SHARE_ID: Final = re.compile(r"(?:^|/p/)([\w-]{16})(?:$|[/?#])")


class StyleFilter(admin.SimpleListFilter):
    """Offers the catalogue's styles; to ask the jobs for theirs would be to read them all."""

    title = "style"
    parameter_name = "style"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        return list(Style.objects.values_list("slug", "name"))

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        return queryset.filter(style=self.value()) if self.value() else queryset


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ("id", "style", "status", "created_at", "attempt", "audio_status")
    list_filter = ("status", StyleFilter, "audio_status", ("created_at", TimeFilter))
    list_filter_submit = True
    list_per_page = 50
    search_fields = ("id",)
    search_help_text = "A job's id, or the address of a piece"
    ordering = ("-created_at", "-id")
    # By anything else would be to sort them all.
    sortable_by = ("created_at",)
    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = ("cancel_chosen", "retry_chosen", "erase_chosen")
    actions_detail = ("cancel_this", "retry_this", "erase_this")

    def has_operate_permission(self, request: HttpRequest, _object_id: object | None = None) -> bool:
        return request.user.has_perm("jobs.operate_job")

    def get_search_results(
        self, _request: HttpRequest, queryset: QuerySet[Job], search_term: str
    ) -> tuple[QuerySet[Job], bool]:
        if not search_term:
            return queryset, False
        if found := _ID.search(search_term):
            return queryset.filter(pk=uuid.UUID(found[0])), False
        shared = _SHARE_ID.search(search_term)
        return (queryset.filter(share_id=shared[1]) if shared else queryset.none()), False

    def view_on_site(self, job: Job) -> str:
        return reverse("shared", args=[job.share_id])

    @admin.action(permissions=["operate"], description="Cancel the chosen jobs")
    def cancel_chosen(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        operate(CANCEL, request, jobs)

    @admin.action(permissions=["operate"], description="Make the chosen pieces once more")
    def retry_chosen(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        operate(RETRY, request, jobs)

    @admin.action(permissions=["operate"], description="Erase the chosen jobs and all that is kept of them")
    def erase_chosen(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        operate(ERASE, request, jobs)

    @action(permissions=["operate"], description="Cancel", dialog=CANCEL.dialog)  # type: ignore[untyped-decorator]
    def cancel_this(self, request: HttpRequest, _form: Any, object_id: str) -> HttpResponse:
        return self._operate(CANCEL, request, object_id)

    @action(permissions=["operate"], description="Make once more", dialog=RETRY.dialog)  # type: ignore[untyped-decorator]
    def retry_this(self, request: HttpRequest, _form: Any, object_id: str) -> HttpResponse:
        return self._operate(RETRY, request, object_id)

    @action(permissions=["operate"], description="Erase", dialog=ERASE.dialog)  # type: ignore[untyped-decorator]
    def erase_this(self, request: HttpRequest, _form: Any, object_id: str) -> HttpResponse:
        return self._operate(ERASE, request, object_id)

    def _operate(self, operation: Operation, request: HttpRequest, object_id: str) -> HttpResponse:
        operate(operation, request, Job.objects.filter(pk=object_id))
        there = reverse("admin:jobs_job_changelist")
        return HttpResponse(headers={"HX-Redirect": there})
