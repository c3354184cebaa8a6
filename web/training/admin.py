"""Training runs in the admin: registered, looked at beside one another, and never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from unfold.admin import ModelAdmin

from web.training.forms import RunForm
from web.training.models import Run
from web.training.network import network_of
from web.training.plot import loss_plot, rate_plot
from web.training.shown import Shown

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.forms import ModelForm
    from django.http import HttpRequest, HttpResponse


@admin.register(Run)
class RunAdmin(Shown, ModelAdmin):  # type: ignore[misc]  # unfold has no types
    list_display = ("model_name", "music", "config", *Shown.figure_fields, "registered")
    list_filter = ("style", "model_name")
    list_select_related: ClassVar[tuple[str, ...]] = ("style", "type__style", "registered_by")
    change_form_outer_after_template = "training/run.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Run]:
        rows: QuerySet[Run] = super().get_queryset(request)
        return rows.defer("curve")

    def has_change_permission(self, _request: HttpRequest, _obj: object | None = None) -> bool:
        return False

    def get_form(
        self, request: HttpRequest, obj: Run | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[Run]]:
        own = {} if change else {"form": RunForm}
        form: type[ModelForm[Run]] = super().get_form(request, obj, change, **{**kwargs, **own})
        return form

    def get_fields(self, _request: HttpRequest, obj: Run | None = None) -> tuple[str, ...]:
        return ("style", "type", "model_name", "card_file", "curve_file") if obj is None else Shown.page_fields

    def get_readonly_fields(self, _request: HttpRequest, obj: Run | None = None) -> tuple[str, ...]:
        return () if obj is None else Shown.page_fields

    def save_model(self, request: HttpRequest, run: Run, _form: ModelForm[Run], _change: bool) -> None:
        run.registered_by_id = request.user.pk
        run.save()

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        words = {"show_save_and_continue": False, "title": "Register a training run"}
        response: HttpResponse = super().add_view(request, form_url, {**(extra_context or {}), **words})
        return response

    def response_add(self, request: HttpRequest, run: Run, post_url_continue: str | None = None) -> HttpResponse:
        if "_addanother" in request.POST:
            response: HttpResponse = super().response_add(request, run, post_url_continue)
            return response
        messages.success(request, f"The run of {run.model_name} is registered.")
        return HttpResponseRedirect(reverse("admin:training_run_change", args=[run.pk]))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        run = self.get_object(request, object_id)
        shown = _shown(run) if run else {}
        response: HttpResponse = super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})
        return response


def _shown(run: Run) -> dict[str, Any]:
    points = run.points
    plots = (loss_plot(points), rate_plot(points))
    return {"card": run.told, "plots": [plot for plot in plots if plot], "network": network_of(run)}
