"""A training run in words and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib import admin

from web.training.curve import best, events_per_second

if TYPE_CHECKING:
    from web.training.models import Run

_NONE: Final = "–"
# A list is put in order by them too.
_FIGURES: Final = "card__figures__"


class Shown:
    """Fields of an admin page."""

    figure_fields = ("events", "validation", "test", "ngram")
    page_fields = ("music", "model_name", "config", "best_validation", "speed", "registered_at", "registered_by")

    @admin.display(description="style", ordering="style__position")
    def music(self, run: Run) -> str:
        return str(run.type or run.style or _NONE)

    @admin.display(description="kind of network", ordering="card__config")
    def config(self, run: Run) -> str:
        return run.told.config

    @admin.display(description="events", ordering=f"{_FIGURES}events_trained_on")
    def events(self, run: Run) -> str:
        return f"{run.told.figures['events_trained_on']:,}"

    @admin.display(description="best validation", ordering=f"{_FIGURES}validation_nats_per_event")
    def validation(self, run: Run) -> str:
        return _nats(run, "validation_nats_per_event")

    @admin.display(description="test", ordering=f"{_FIGURES}test_nats_per_event")
    def test(self, run: Run) -> str:
        return _nats(run, "test_nats_per_event")

    @admin.display(description="test by n-gram", ordering=f"{_FIGURES}ngram_test_nats_per_event")
    def ngram(self, run: Run) -> str:
        return _nats(run, "ngram_test_nats_per_event")

    @admin.display(description="registered", ordering="registered_at")
    def registered(self, run: Run) -> str:
        return f"{run.registered_at:%Y-%m-%d} by {run.registered_by or 'somebody'}"

    @admin.display(description="lowest validation of its curve")
    def best_validation(self, run: Run) -> str:
        point, last = best(run.points), run.points[-1]
        return f"{point.validation:g} nats per event, after {point.events:,} of {last.events:,} events"

    @admin.display(description="speed")
    def speed(self, run: Run) -> str:
        return f"{events_per_second(run.points):,.0f} events a second"


def _nats(run: Run, name: str) -> str:
    figure = run.told.figures.get(name)
    return _NONE if figure is None else f"{figure:.3f}"
