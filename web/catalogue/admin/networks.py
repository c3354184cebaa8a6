"""Models and their versions in the admin: looked at, and chosen to play."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from web.catalogue.models import Model, ModelVersion
from web.catalogue.services.store import uploads
from web.catalogue.services.switch import VersionUnavailableError, switch_to, why_kept
from web.config.read_only_admin import ReadOnlyAdmin

if TYPE_CHECKING:
    from django.http import HttpRequest


@admin.register(Model)
class ModelModelAdmin(ReadOnlyAdmin):
    """Models, each with its versions and the choice of which of them plays; an upload makes new ones."""

    list_display = ("name", "active_version")
    list_select_related = ("active_version__model",)
    change_form_outer_after_template = "catalogue/versions.html"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        versions = ModelVersion.objects.filter(model=int(object_id)) if object_id.isdecimal() else ()
        shown = {"versions": versions, "may_switch": _may_switch(request)}
        response: HttpResponse = super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})
        return response

    def get_urls(self) -> list[URLPattern]:
        play = self.admin_site.admin_view(require_POST(self.play_view))
        return [path("play/<int:version_id>/", play, name="catalogue_model_play"), *super().get_urls()]

    def play_view(self, request: HttpRequest, version_id: int) -> HttpResponse:
        """Has the version play from the next job on, and writes so into its model's history."""
        if not _may_switch(request):
            raise PermissionDenied
        version = get_object_or_404(ModelVersion.objects.select_related("model"), pk=version_id)
        try:
            switch = switch_to(version)
        except VersionUnavailableError as error:
            messages.error(request, f"{error}")
        else:
            self.log_change(request, switch.model, f"{switch}")
            messages.success(request, f"{version} plays from the next job on.")
        return HttpResponseRedirect(reverse("admin:catalogue_model_change", args=[version.model_id]))


@admin.register(ModelVersion)
class ModelVersionAdmin(ReadOnlyAdmin):
    """Versions to look at: they never change, and one that nobody needs can be deleted."""

    list_display = ("model", "version", "config", "created_at", "is_active")
    list_filter = ("model",)
    list_select_related: ClassVar[tuple[str, ...]] = ("model",)
    # Rows are deleted one by one, each with its reasons not to be.
    actions = None

    @admin.display(boolean=True, description="plays")
    def is_active(self, version: ModelVersion) -> bool:
        return version.model.active_version_id == version.pk

    @admin.display(description="can be deleted")
    def deletable(self, version: ModelVersion) -> str:
        return why_kept(version) or "Yes."

    def get_readonly_fields(self, _request: HttpRequest, _obj: object | None = None) -> tuple[str, ...]:
        return ("deletable",)

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        is_allowed = request.user.has_perm("catalogue.delete_modelversion")
        return is_allowed and isinstance(obj, ModelVersion) and not why_kept(obj)

    def delete_model(self, _request: HttpRequest, version: ModelVersion) -> None:
        name, number = version.model.name, version.version
        version.delete()
        transaction.on_commit(lambda: uploads().delete_version(name, number))


def _may_switch(request: HttpRequest) -> bool:
    return request.user.has_perm("catalogue.change_model")
