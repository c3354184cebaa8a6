"""Types in the admin, each with its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from unfold.admin import TabularInline

from web.catalogue.admin.forms import PartFormSet, TranslatedForm
from web.catalogue.admin.published import Fieldsets, PublishedAdmin, in_short
from web.catalogue.admin.shown import ShownType
from web.catalogue.models import Part, Type
from web.catalogue.services.playable import why_not, with_parts

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


class PartInline(TabularInline):  # type: ignore[misc]
    model = Part
    formset = PartFormSet
    extra = 0


@admin.register(Type)
class TypeAdmin(PublishedAdmin):
    form = TranslatedForm
    list_display = (
        "name",
        "style",
        "position",
        "default_length_seconds",
        "default_temperature",
        "is_enabled",
        "playable",
    )
    list_editable = ("position", "default_length_seconds", "default_temperature", "is_enabled")
    list_filter = ("style",)
    inlines = (PartInline,)
    own_fieldsets: ClassVar[Fieldsets] = [
        (None, {"fields": ("style", "name", "slug", "description", "position", "is_enabled")}),
        (
            "Defaults and limits",
            {
                "fields": (
                    "default_length_seconds",
                    "shortest_length_seconds",
                    "longest_length_seconds",
                    "default_temperature",
                    "lowest_temperature",
                    "highest_temperature",
                    "qpm",
                    "lowest_qpm",
                    "highest_qpm",
                )
            },
        ),
        ("How it is made", {"fields": ("has_start_pitch", "closes", "progressions", "grooves")}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Type]:
        return with_parts(super().get_queryset(request).select_related("preview"))

    @admin.display(description="playable")
    def playable(self, type_: Type) -> str:
        return in_short(why_not(type_))

    def shown(self, row: Type) -> dict[str, Any]:
        shown = ShownType.of(row)
        return {"types": [shown], "reasons": shown.reasons}

    def get_urls(self) -> list[URLPattern]:
        preview = self.admin_site.admin_view(self.preview_view)
        return [path("<int:row_id>/preview/", preview, name="catalogue_type_preview"), *super().get_urls()]

    def preview_view(self, request: HttpRequest, row_id: int) -> HttpResponse:
        """The preview as it stands, for a page that asks for it again and again."""
        row = get_object_or_404(self.get_queryset(request), pk=row_id)
        if not self.has_view_permission(request, row):
            return HttpResponse(status=403)
        return render(request, "catalogue/preview.html", {"shown": ShownType.of(row)})

    def previewed(self, row: Type) -> list[Type]:
        return [row]
