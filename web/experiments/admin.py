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

from web.experiments.models import Arm, Experiment, State
from web.experiments.services.conduct import ExperimentRefusedError, end, promote, start
from web.experiments.services.figures import figures_of
from web.experiments.services.pairs import order_pairs, ready_count
from web.experiments.shown import shown
from web.jobs.services.send import QueueUnavailableError
from web.jobs.services.submit import QueueFullError

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

_SETUP: Final = ("version_a", "version_b", "share_of_b_percent")


@admin.register(Experiment)
class ExperimentAdmin(ModelAdmin):  # type: ignore[misc]  # unfold has no types
    fields = _SETUP
    list_display = ("model", "version_a", "version_b", "share_of_b_percent", "stands", "started_at", "ended_at")
    actions = None
    change_form_outer_before_template = "admin/experiments/figures.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Experiment]:
        rows: QuerySet[Experiment] = super().get_queryset(request)
        return rows.select_related("model", "version_a__model", "version_b__model")

    @admin.display(description="state")
    def stands(self, experiment: Experiment) -> str:
        return experiment.state

    def get_readonly_fields(self, _request: HttpRequest, obj: Experiment | None = None) -> tuple[str, ...]:
        """What listeners have heard is not changed behind their backs."""
        return () if obj is None or obj.state is State.DRAFT else _SETUP

    def has_delete_permission(self, request: HttpRequest, obj: Experiment | None = None) -> bool:
        is_allowed: bool = super().has_delete_permission(request, obj)
        return is_allowed and obj is not None and obj.state is State.DRAFT

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
        except (QueueFullError, QueueUnavailableError):
            self.message_user(request, "The queue takes no more pieces just now; try again soon.", messages.ERROR)
        else:
            self.log_change(request, experiment, done)
            self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:experiments_experiment_change", args=[experiment_id]))

    def _done(self, request: HttpRequest, experiment: Experiment, action: str) -> str:
        match action:
            case "start":
                start(experiment)
                return "Started: listeners hear A or B from their next piece on."
            case "end":
                end(experiment)
                return f"Ended: everybody hears {experiment.model.active_version} from the next piece on."
            case "order-pairs":
                order_pairs(experiment)
                return "Ordered ten pairs for blind listening."
            case "promote-a" | "promote-b":
                return self._promoted(request, experiment, Arm.A if action == "promote-a" else Arm.B)
        raise Http404

    def _promoted(self, request: HttpRequest, experiment: Experiment, arm: Arm) -> str:
        before, version = experiment.model.active_version, promote(experiment, arm)
        self.log_change(request, version.model, f"Active version: {version} in place of {before}, by an experiment.")
        return f"Promoted {arm}: everybody hears {version} from the next piece on."


def _context(request: HttpRequest, experiment: Experiment) -> dict[str, Any]:
    is_set_up = experiment.state is State.DRAFT
    return {
        "experiment": experiment,
        "shown": shown(experiment, figures_of(experiment)),
        "ready_pairs": ready_count(experiment),
        "compare_address": request.build_absolute_uri(reverse("compare", args=[experiment.compare_token])),
        "show_save": is_set_up,
        "show_save_and_continue": is_set_up,
        "show_save_and_add_another": False,
    }
