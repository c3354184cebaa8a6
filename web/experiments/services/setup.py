"""Whether versions can be compared as they are set up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError

from web.catalogue.services.offered import offered
from web.experiments.letters import LETTERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from web.catalogue.models import Model, ModelVersion
    from web.catalogue.services.offered import Offered
    from web.experiments.models import Arm

LEAST_ARMS: Final = 2
MOST_ARMS: Final = len(LETTERS)


def check_arms(model: Model, arms: Sequence[Arm]) -> None:
    """Looks at the arms as they are to be, A first.

    Raises:
        ValidationError: Says what is amiss.
    """
    if not LEAST_ARMS <= len(arms) <= MOST_ARMS:
        raise ValidationError(f"An experiment has {LEAST_ARMS} to {MOST_ARMS} versions.")
    _check_versions(model, [arm.version for arm in arms])
    percent = sum(arm.share_percent for arm in arms)
    if percent != 100:
        raise ValidationError(f"The shares must be 100 % together; these are {percent} %.")


def _check_versions(model: Model, versions: Sequence[ModelVersion]) -> None:
    if any(version.model_id != model.pk for version in versions):
        raise ValidationError(f"Choose versions of {model.name} only.")
    if versions[0].pk != model.active_version_id:
        raise ValidationError(f"A must be what plays now: choose {model.active_version} in the first row.")
    if len({version.pk for version in versions}) < len(versions):
        raise ValidationError("Choose each version once.")
    if len({_hears(version) for version in versions}) > 1:
        raise ValidationError("Choose versions that can be told the same as the one that plays now.")


def _hears(version: ModelVersion) -> Offered:
    return offered([(False, version.config)], start_pitch=False, grooves=())
