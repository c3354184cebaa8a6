"""Experiments in the admin: set up, watched, ended, and the better version promoted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin

from web.experiments.arms_form import ArmInline
from web.experiments.letters import FIRST
from web.experiments.models import Experiment, State
from web.experiments.services.conduct import ExperimentRefusedError, end, promote, start
from web.experiments.services.figures import figures_of
from web.experiments.services.pairs import order_pairs, ready_count
from web.experiments.shown import shown
from web.jobs.services.busy import BUSY, BUSY_SENTENCE

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from web.experiments.models import ExperimentQuerySet

_PROMOTE: Final = "promote-"
_ORDER_PAIRS: Final = "order-pairs-"


@admin.register(Experiment)
class ExperimentAdmin(ModelAdmin):  # type: ignore[misc]  # unfold has no types
    fields = ("model",)
    inlines = (ArmInline,)
    list_display = ("__str__", "stands", "started_at", "ended_at")
    actions = None
    change_form_outer_before_template = "admin/experiments/figures.html"

    def get_queryset(self, request: HttpRequest) -> ExperimentQuerySet:
        rows: ExperimentQuerySet = super().get_queryset(request)
        return rows.with_arms()

    @admin.display(description="state")
    def stands(self, experiment: Experiment) -> str:
        return experiment.state

    def get_readonly_fields(self, _request: HttpRequest, obj: Experiment | None = None) -> tuple[str, ...]:
        return ("model",) if obj and obj.is_fixed else ()

    def has_delete_permission(self, request: HttpRequest, obj: Experiment | None = None) -> bool:
        is_allowed: bool = super().has_delete_permission(request, obj)
        return is_allowed and obj is not None and obj.state is State.DRAFT

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        # It came with the arms that it had before.
        form.instance.refresh_from_db()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        experiment = self.get_object(request, object_id)
        context = _context(request, experiment) if experiment else {}
        response: HttpResponse = super().change_view(request, object_id, form_url, context | (extra_context or {}))
        return response

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.act))
        own = path("<int:experiment_id>/do/<slug:action>", view, name="experiments_experiment_do")
        return [own, *super().get_urls()]

    def act(self, request: HttpRequest, experiment_id: int, action: str) -> HttpResponse:
        """Does what a button says, and leads back to the page."""
        experiment = get_object_or_404(self.get_queryset(request), pk=experiment_id)
        if not self.has_change_permission(request, experiment):
            raise PermissionDenied
        try:
            done = self._done(request, experiment, action)
        except ExperimentRefusedError as error:
            self.message_user(request, str(error), messages.ERROR)
        except BUSY:
            self.message_user(request, BUSY_SENTENCE, messages.ERROR)
        else:
            self.log_change(request, experiment, done)
            self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:experiments_experiment_change", args=[experiment_id]))

    def _done(self, request: HttpRequest, experiment: Experiment, action: str) -> str:
        letters = experiment.lettered
        if action == "start":
            start(experiment)
            return f"Started: each listener hears {' or '.join(letters)} from the next piece on."
        if action == "end":
            end(experiment)
            return f"Ended: everybody hears {experiment.model.active_version} from the next piece on."
        letter = action[-1].upper()
        if action.startswith(_ORDER_PAIRS) and letter != FIRST and letter in letters:
            order_pairs(experiment, letter)
            return f"Ordered ten pairs of {FIRST} and {letter} for blind listening."
        if action.startswith(_PROMOTE) and letter in letters:
            return self._promoted(request, experiment, letter)
        raise Http404

    def _promoted(self, request: HttpRequest, experiment: Experiment, letter: str) -> str:
        switch = promote(experiment, letter)
        self.log_change(request, switch.model, f"{switch} By an experiment.")
        return f"Promoted {letter}: everybody hears {switch.after} from the next piece on."


def _context(request: HttpRequest, experiment: Experiment) -> dict[str, Any]:
    can_be_set_up = not experiment.is_fixed
    return {
        "experiment": experiment,
        "shown": shown(experiment, figures_of(experiment)),
        "ready_pairs": ready_count(experiment),
        "compare_address": request.build_absolute_uri(reverse("compare", args=[experiment.compare_token])),
        "show_save": can_be_set_up,
        "show_save_and_continue": can_be_set_up,
        "show_save_and_add_another": False,
    }
