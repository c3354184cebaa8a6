"""The experiments that run, and what they have a listener hear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from web.config.recent import Recent
from web.experiments.models import IS_RUNNING, Experiment
from web.experiments.services.lots import drawn_letter

if TYPE_CHECKING:
    from web.catalogue.models import ModelVersion


def _running() -> dict[int, Experiment]:
    """By the id of their model."""
    return {row.model_id: row for row in Experiment.objects.filter(IS_RUNNING).with_arms()}


# Every request asks for them: what is changed here is known at once, elsewhere in a second.
running: Final = Recent(_running, 1.0)


def version_on_trial(model_id: int, listener: str) -> ModelVersion | None:
    """The version of the model that the listener is to hear; None where it is on no trial."""
    experiment = running().get(model_id)
    return experiment.lettered[drawn_letter(experiment, listener)].version if experiment else None
