"""Uploads in the admin: sent, looked at and listened to, and then played or discarded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin

from web.catalogue.services.store import uploads
from web.catalogue.services.switch import VersionUnavailableError
from web.jobs.services.send import QueueUnavailableError
from web.uploads.forms import UploadForm, held_out_sets
from web.uploads.models import Upload
from web.uploads.sample import SAMPLES, can_be_heard, sample_answer, sample_picture
from web.uploads.services.activate import NotActivatedError, activate
from web.uploads.services.files import receive
from web.uploads.services.report import send
from web.uploads.shown import Shown

if TYPE_CHECKING:
    from uuid import UUID

    from django.forms import ModelForm
    from django.http import HttpRequest

Fieldsets = list[tuple[str | None, dict[str, Any]]]

# While a worker looks at it the page is loaded anew.
REFRESH_SECONDS = 3


@admin.register(Upload)
class UploadAdmin(Shown, ModelAdmin):  # type: ignore[misc]  # unfold has no types
    """Once it is sent an upload is looked at, activated or deleted, and never edited."""

    list_display = ("model_name", "file_name", "status", "created_at", "version")
    list_filter = ("status",)
    list_select_related: ClassVar[tuple[str, ...]] = ("version__model",)
    change_form_outer_after_template = "uploads/sample.html"

    def has_change_permission(self, _request: HttpRequest, _obj: object | None = None) -> bool:
        return False

    def get_form(
        self, request: HttpRequest, obj: Upload | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[Upload]]:
        own = {} if change else {"form": UploadForm}
        form: type[ModelForm[Upload]] = super().get_form(request, obj, change, **{**kwargs, **own})
        return form

    def get_fieldsets(self, _request: HttpRequest, obj: Upload | None = None) -> Fieldsets:
        if obj is None:
            held_out = ("held_out",) if held_out_sets() else ()
            return [(None, {"fields": ("model_name", "file", "config", *held_out)})]
        sets: Fieldsets = [("What was uploaded", {"fields": ("state", "model_name", "file_name", "size", "sha256")})]
        if obj.found is not None:
            sets.append(("What is in it", {"fields": self.found_fields}))
        return sets

    def get_readonly_fields(self, _request: HttpRequest, obj: Upload | None = None) -> tuple[str, ...]:
        return () if obj is None else ("state", "size", *self.found_fields)

    def save_model(self, _request: HttpRequest, upload: Upload, form: ModelForm[Upload], _change: bool) -> None:
        upload.created_at = upload.sent_at = timezone.now()
        receive(upload, form.cleaned_data["file"])
        try:
            upload.save()
        except BaseException:
            uploads().delete(str(upload.pk))
            raise
        transaction.on_commit(lambda: _send(upload))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        buttons = {"show_save_and_add_another": False, "show_save_and_continue": False, "title": "Upload a network"}
        response: HttpResponse = super().add_view(request, form_url, {**(extra_context or {}), **buttons})
        return response

    def response_add(self, request: HttpRequest, upload: Upload, _post_url_continue: str | None = None) -> HttpResponse:
        messages.success(request, f"{upload.file_name} is here, and waits for a worker to look at it.")
        return HttpResponseRedirect(_address(upload.pk))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        upload = self.get_object(request, object_id)
        shown = _shown(request, upload) if upload else {}
        response: HttpResponse = super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})
        if upload is not None and upload.is_under_way and request.method == "GET":
            response["Refresh"] = str(REFRESH_SECONDS)
        return response

    def get_urls(self) -> list[URLPattern]:
        activated = self.admin_site.admin_view(require_POST(self.activate_view))
        sample = self.admin_site.admin_view(self.sample_view)
        own = [
            path("<uuid:upload_id>/activate/", activated, name="uploads_upload_activate"),
            path("<uuid:upload_id>/<str:name>", sample, name="uploads_upload_sample"),
        ]
        return [*own, *super().get_urls()]

    def activate_view(self, request: HttpRequest, upload_id: UUID) -> HttpResponse:
        """Makes it a version that plays from the next job on, and writes so into the model's history."""
        if not _may_activate(request):
            raise PermissionDenied
        upload = get_object_or_404(Upload, pk=upload_id)
        try:
            switch = activate(upload)
        except (NotActivatedError, VersionUnavailableError) as error:
            messages.error(request, f"{error}")
            return HttpResponseRedirect(_address(upload_id))
        self.log_change(request, switch.model, f"{switch}")
        self.log_change(request, upload, f"Activated as {switch.after}.")
        messages.success(request, f"{switch.after} plays from the next job on.")
        return HttpResponseRedirect(reverse("admin:catalogue_model_change", args=[switch.model.pk]))

    def sample_view(self, request: HttpRequest, upload_id: UUID, name: str) -> HttpResponse:
        """The sample, as MIDI file or as MP3."""
        if name not in SAMPLES or not self.has_view_permission(request):
            raise Http404
        return sample_answer(request, str(upload_id), name)


def _send(upload: Upload) -> None:
    """What cannot be sent just now is sent by ingest later."""
    try:
        send(upload)
    except QueueUnavailableError:
        return


def _address(upload_id: UUID) -> str:
    return reverse("admin:uploads_upload_change", args=[upload_id])


def _may_activate(request: HttpRequest) -> bool:
    return request.user.has_perms(["catalogue.change_model", "uploads.view_upload"])


def _shown(request: HttpRequest, upload: Upload) -> dict[str, Any]:
    return {
        "roll": sample_picture(upload),
        "can_be_heard": can_be_heard(upload),
        "may_activate": _may_activate(request),
    }
