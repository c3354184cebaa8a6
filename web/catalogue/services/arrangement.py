"""Who plays, and what is done where nothing was asked: by the catalogue, or by the request itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast

from models_store.catalogue.offers import offer_of
from models_store.progressions import load_progressions
from web.catalogue.refusal import FieldError, RequestRefusedError
from web.catalogue.services.form import Player
from web.catalogue.services.offered import offered, offered_by
from web.catalogue.services.outline import Outline
from web.catalogue.services.playable import known_types
from web.catalogue.services.ranges import ranges_of
from web.catalogue.services.resolved import ResolvedPart
from web.catalogue.services.versions import check_available
from web.experiments.services.running import version_on_trial

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models_store.catalogue.limits import Limits
    from web.catalogue.models import ModelVersion, Part, Type
    from web.catalogue.services.offered import Offered
    from worker.contract.part_spec import Voicing

# What is done where parts are asked for, which have no defaults of the catalogue.
DEFAULT_QPM: Final = 120.0
DEFAULT_LENGTH_SECONDS: Final = 30.0
DEFAULT_TEMPERATURE: Final = 1.0


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The parts of a piece, and its defaults.

    Attributes:
        offered: What it may be told.
        configs: Of each part's network.
        outline: How it is laid out; None where the request says that too.
        ranges: By the names of a request's fields, where the catalogue has any for the piece.
    """

    style: str
    type: str
    qpm: float
    length_seconds: float
    temperature: float
    offered: Offered
    parts: tuple[ResolvedPart, ...]
    configs: tuple[str, ...]
    outline: Outline | None
    ranges: Mapping[str, Limits]


def arranged(style: str, type_: str, parts: tuple[ResolvedPart, ...]) -> Arrangement:
    """What the request itself says.

    Raises:
        RequestRefusedError: A part's model is not there.
    """
    configs = check_available(parts)
    is_drums = [part.is_drum for part in parts]
    return Arrangement(
        style=style,
        type=type_,
        qpm=DEFAULT_QPM,
        length_seconds=DEFAULT_LENGTH_SECONDS,
        temperature=DEFAULT_TEMPERATURE,
        offered=offered(zip(is_drums, configs, strict=True), start_pitch=not all(is_drums), grooves=()),
        parts=tuple(_heard(part, config) for part, config in zip(parts, configs, strict=True)),
        configs=configs,
        outline=None,
        ranges={},
    )


def catalogued(style: str, type_: str | None, listener: str) -> Arrangement:
    """What the catalogue says now; where no type is asked for, the style's first.

    Args:
        style: Its slug.
        type_: Its slug.
        listener: By whom it is chosen which version plays, where two are compared.

    Raises:
        RequestRefusedError: There is no such style or type.
    """
    return arrangement_of(_find_type(style, type_), listener)


def arrangement_of(type_: Type, listener: str | None) -> Arrangement:
    """What the catalogue says of a type that is playable.

    Args:
        type_: Published or not.
        listener: As `catalogued` has it; None for what plays where nothing is compared.

    Raises:
        RequestRefusedError: It has just stopped to be playable.
    """
    what, played = offered_by(type_), [_played(part, listener) for part in type_.parts.all()]
    return Arrangement(
        style=type_.style.slug,
        type=type_.slug,
        qpm=type_.qpm,
        length_seconds=float(type_.default_length_seconds),
        temperature=float(type_.default_temperature),
        offered=what,
        parts=tuple(_heard(_part(part, version), version.config) for part, version in played),
        configs=tuple(version.config for _, version in played),
        outline=Outline(
            players=tuple(Player(part.role, part.is_drum, tuple(part.sections.split())) for part, _ in played),
            progressions=load_progressions(type_.progressions) if type_.progressions and what.chords else None,
            closes=type_.closes,
        ),
        ranges=ranges_of(type_),
    )


def _played(part: Part, listener: str | None) -> tuple[Part, ModelVersion]:
    on_trial = None if listener is None else version_on_trial(part.model_id, listener)
    version = on_trial or part.model.active_version
    if version is None:  # only where the catalogue changes between two queries
        raise RequestRefusedError(FieldError("#/type", "unavailable", f"{part.model} has no active version just now."))
    return part, version


def _part(part: Part, version: ModelVersion) -> ResolvedPart:
    return ResolvedPart(
        role=part.role,
        model=part.model.name,
        version=version.version,
        sha256=version.sha256,
        program=part.program,
        is_drum=part.is_drum,
        octaves=part.octaves,
        voicing=cast("Voicing", part.voicing),
        touch=part.touch,
        lowest_pitch=part.lowest_pitch,
        highest_pitch=part.highest_pitch,
        render_chords=part.render_chords,
    )


def _heard(part: ResolvedPart, config: str) -> ResolvedPart:
    """A part whose network follows no chords has none to be heard."""
    return replace(part, render_chords=part.render_chords and offer_of(config).hears_chords)


def _find_type(style: str, type_: str | None) -> Type:
    types = known_types()
    mine = [found for found in types if found.style.slug == style]
    if not mine:
        raise RequestRefusedError(_unknown("style", style, list(dict.fromkeys(t.style.slug for t in types))))
    if type_ is None:
        return mine[0]
    named = [found for found in mine if found.slug == type_]
    if not named:
        raise RequestRefusedError(_unknown("type", type_, [found.slug for found in mine]))
    return named[0]


def _unknown(field: str, given: str, known: list[str]) -> FieldError:
    detail = f"There is no {field} {given!r}; there are: {', '.join(known) or 'none yet'}."
    return FieldError(f"#/{field}", "unknown", detail, known, given)
