"""What keeps a type or one of its parts from being played, in the words of the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from models_store.catalogue.limits import NARROWEST_REGISTER
from models_store.catalogue.offers import offer_of
from web.catalogue.services.store import model_store
from web.catalogue.validators import check_grooves, check_progressions, check_sections, check_touch
from worker.contract.grid import steps_per_quarter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from web.catalogue.models import ModelVersion, Part, Type


def ills_of_type(type_: Type) -> Iterator[str]:
    """Of the type itself, whoever plays; each a sentence."""
    yield from _missing("", check_progressions, type_.progressions)
    yield from _missing("", check_grooves, type_.grooves)


def ills_of_part(part: Part) -> Iterator[str]:
    """Each a sentence that begins with the part's role."""
    says = f"{part.role}: "
    version = part.model.active_version
    if version is None:
        yield f"{says}no version of {part.model} is active; activate one on the model's page."
    else:
        yield from (says + ill for ill in _ills_of_version(version, is_drum=part.is_drum))
    yield from _missing(says, check_touch, part.touch)
    yield from _missing(says, check_sections, part.sections)
    if part.highest_pitch - part.lowest_pitch < NARROWEST_REGISTER:
        yield f"{says}its register is narrower than an octave."


def _ills_of_version(version: ModelVersion, *, is_drum: bool) -> Iterator[str]:
    if not model_store().has(version.model.name, version.version):
        yield f"{version} has left the model store, so that no worker has it; activate another version."
    if is_drum and not _can_drum(version.config):
        yield f"{version} is a network of {version.config}, which plays notes and not the drum kit."
    if not is_drum and not offer_of(version.config).is_pitched:
        yield f"{version} is a network of {version.config}, which plays nothing but the drum kit; tick that it does."


def _can_drum(config: str) -> bool:
    """Networks of performances strike whatever they have learnt, drums too."""
    return not offer_of(config).is_pitched or steps_per_quarter(config) is None


def _missing(says: str, check: Callable[[str], None], named: str) -> Iterator[str]:
    try:
        check(named) if named else None
    except ValidationError as error:
        ill = str(error.message)
        yield f"{says}{ill}." if says else f"{ill[0].upper()}{ill[1:]}."
