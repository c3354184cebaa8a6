"""The catalogue in the admin: what is saved here holds from the next job on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from unfold.admin import ModelAdmin, TabularInline

from web.catalogue.models import Model, ModelVersion, Part, Style, Type
from web.config.read_only_admin import ReadOnlyAdmin

if TYPE_CHECKING:
    from django.db.models import ForeignKey
    from django.forms import ModelChoiceField
    from django.http import HttpRequest


class SeededAdmin(ModelAdmin):  # type: ignore[misc]  # unfold has no types
    """Rows that seeding knows by their slug or name, which therefore is fixed once it is given."""

    key = "slug"

    def get_readonly_fields(self, _request: HttpRequest, obj: object | None = None) -> tuple[str, ...]:
        return (self.key,) if obj else ()


@admin.register(Style)
class StyleAdmin(SeededAdmin):
    list_display = ("name", "slug", "position", "is_enabled")
    list_editable = ("position", "is_enabled")


class PartInline(TabularInline):  # type: ignore[misc]
    model = Part
    extra = 0


@admin.register(Type)
class TypeAdmin(SeededAdmin):
    list_display = ("name", "style", "position", "default_length_seconds", "default_temperature", "is_enabled")
    list_editable = ("position", "default_length_seconds", "default_temperature", "is_enabled")
    list_select_related = ("style",)
    inlines = (PartInline,)


@admin.register(Model)
class ModelModelAdmin(SeededAdmin):
    """Models, each with the choice of which of its versions plays."""

    key = "name"
    list_display = ("name", "active_version")
    list_select_related = ("active_version__model",)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **options: object
    ) -> ModelChoiceField[Any] | None:
        """Offers a model's own versions alone; `Model.clean` refuses others all the same."""
        field: ModelChoiceField[Any] | None = super().formfield_for_foreignkey(db_field, request, **options)
        match = request.resolver_match
        if field is not None and db_field.name == "active_version" and match is not None:
            field.queryset = ModelVersion.objects.filter(model=match.kwargs.get("object_id")).select_related("model")
        return field


@admin.register(ModelVersion)
class ModelVersionAdmin(ReadOnlyAdmin):
    """Versions to look at: they come with the model store, and never change."""

    list_display = ("model", "version", "config", "created_at", "is_active")
    list_filter = ("model",)
    list_select_related: ClassVar[tuple[str, ...]] = ("model",)

    @admin.display(boolean=True, description="plays")
    def is_active(self, version: ModelVersion) -> bool:
        return version.model.active_version_id == version.pk
