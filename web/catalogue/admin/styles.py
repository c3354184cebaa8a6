"""Styles in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import Prefetch

from web.catalogue.admin.forms import StyleForm
from web.catalogue.admin.published import Fieldsets, PublishedAdmin, in_short
from web.catalogue.admin.shown import ShownType
from web.catalogue.models import Style, Type
from web.catalogue.services.playable import why_not, why_not_style, with_parts

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


@admin.register(Style)
class StyleAdmin(PublishedAdmin):
    form = StyleForm
    list_display = ("name", "slug", "position", "is_enabled", "playable")
    list_editable = ("position", "is_enabled")
    own_fieldsets: ClassVar[Fieldsets] = [
        (None, {"fields": ("name", "slug", "description", "icon", "position", "is_enabled")})
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Style]:
        rows: QuerySet[Style] = super().get_queryset(request)
        types = with_parts(Type.objects.select_related("preview"))
        return rows.prefetch_related(Prefetch("types", types))

    @admin.display(description="playable")
    def playable(self, style: Style) -> str:
        return in_short(why_not_style(style))

    def shown(self, row: Style) -> dict[str, Any]:
        return {"types": [ShownType.of(type_) for type_ in row.types.all()], "reasons": why_not_style(row)}

    def previewed(self, row: Style) -> list[Type]:
        return [type_ for type_ in row.types.all() if not why_not(type_)]
