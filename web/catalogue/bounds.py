"""Numbers within the bounds of an option."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator, StepValueValidator
from django.db import models

if TYPE_CHECKING:
    from models_store.catalogue.limits import Limits


def within(limits: Limits) -> list[MinValueValidator | MaxValueValidator]:
    """Validators of a number that the option may have."""
    return [MinValueValidator(limits.minimum), MaxValueValidator(limits.maximum)]


def own_bound(limits: Limits) -> models.FloatField[float | None, float | None]:
    """One end of a range within the option's: on a step, for sliders begin to count there."""
    on_step = StepValueValidator(limits.step, offset=limits.minimum)  # type: ignore[arg-type]  # floats as well
    otherwise = f"Empty for what holds everywhere: {limits.minimum:g} to {limits.maximum:g}."
    return models.FloatField(null=True, blank=True, validators=[*within(limits), on_step], help_text=otherwise)
