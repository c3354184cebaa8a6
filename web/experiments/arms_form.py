"""The versions of an experiment and their shares, as the admin has them set up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.forms.models import BaseInlineFormSet
from unfold.admin import TabularInline

from web.experiments.models import Arm, Experiment
from web.experiments.services.setup import LEAST_ARMS, MOST_ARMS, check_arms

if TYPE_CHECKING:
    from django.forms import ModelForm
    from django.http import HttpRequest

    _FormSet = BaseInlineFormSet[Arm, Experiment, ModelForm[Arm]]
else:
    _FormSet = BaseInlineFormSet


class ArmFormSet(_FormSet):
    """Rows that only together make sense."""

    def clean(self) -> None:
        if not any(self.errors) and self.instance.model_id:
            check_arms(self.instance.model, [form.instance for form in self.forms if self._is_kept(form)])

    def _is_kept(self, form: ModelForm[Arm]) -> bool:
        return bool(form.instance.version_id) and form not in self.deleted_forms


class ArmInline(TabularInline):  # type: ignore[misc]  # unfold has no types
    """What listeners have heard is not changed behind their backs."""

    model = Arm
    formset = ArmFormSet
    min_num, max_num, extra = LEAST_ARMS, MOST_ARMS, 0
    hide_title = True

    def has_add_permission(self, request: HttpRequest, obj: Experiment | None) -> bool:
        return _is_open(obj) and super().has_add_permission(request, obj) is True

    def has_change_permission(self, request: HttpRequest, obj: Experiment | None = None) -> bool:
        return _is_open(obj) and super().has_change_permission(request, obj) is True

    def has_delete_permission(self, request: HttpRequest, obj: Experiment | None = None) -> bool:
        return _is_open(obj) and super().has_delete_permission(request, obj) is True


def _is_open(experiment: Experiment | None) -> bool:
    return experiment is None or not experiment.is_fixed
