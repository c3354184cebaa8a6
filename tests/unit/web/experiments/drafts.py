"""Experiments as an operator sets them up."""

from __future__ import annotations

from typing import Any

from web.catalogue.models import Model, ModelVersion
from web.experiments.models import Arm, Experiment


def by_number(number: int) -> ModelVersion:
    return ModelVersion.objects.get(model__name="piano_performance", version=number)


def set_up(model: Model, shares: tuple[int, ...]) -> Experiment:
    """Versions 1, 2 and so on of the model, with so many percent of the listeners each."""
    experiment = Experiment.objects.create(model=model)
    versions = ModelVersion.objects.filter(model=model).order_by("version")
    for version, share in zip(versions, shares, strict=False):
        Arm.objects.create(experiment=experiment, version=version, share_percent=share)
    return experiment


def rows(experiment: Experiment, *arms: tuple[ModelVersion, int]) -> dict[str, Any]:
    """What the form of a new experiment posts."""
    sent: dict[str, Any] = {"model": experiment.model_id, "arms-TOTAL_FORMS": len(arms), "arms-INITIAL_FORMS": 0}
    for place, (version, share) in enumerate(arms):
        sent |= {f"arms-{place}-version": version.pk, f"arms-{place}-share_percent": share}
    return sent
