"""Limits and banner: one row, opened at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from unfold.admin import ModelAdmin

from web.operate.models import ONLY, Rules
from web.operate.rules import rules

if TYPE_CHECKING:
    from django.forms import ModelForm


@admin.register(Rules)
class RulesAdmin(ModelAdmin):  # type: ignore[misc]  # unfold has no types
    """What is saved holds within seconds, in every process of web."""

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: object | None = None) -> bool:
        return False

    def changelist_view(self, _request: HttpRequest, _extra_context: Any = None) -> HttpResponse:
        Rules.objects.get_or_create(pk=ONLY)
        return redirect("admin:operate_rules_change", ONLY)

    def save_model(self, request: HttpRequest, obj: Rules, form: ModelForm[Rules], change: bool) -> None:
        super().save_model(request, obj, form, change)
        rules.forget()
