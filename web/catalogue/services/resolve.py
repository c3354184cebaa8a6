"""From what was asked to what is done: every default filled in, every model down to its bytes."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from models_store.catalogue.limits import SEED
from web.catalogue.refusal import FieldError, RequestRefusedError
from web.catalogue.services.playable import playable_types
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import ModelRef, PartSpec, Primer, Sampling

if TYPE_CHECKING:
    from web.catalogue.models import Part, Type


@dataclass(frozen=True, slots=True)
class JobRequest:
    """What was asked, its values within their limits; None stands for what was left out.

    Attributes:
        as_sent: The same in the words of who asked, kept to be shown.
    """

    style: str
    type: str | None = None
    length_seconds: float | None = None
    temperature: float | None = None
    start_pitch: int | None = None
    seed: int | None = None
    as_sent: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What is done, with nothing left to decide; the API shows it as it is."""

    style: str
    type: str
    length_seconds: float
    temperature: float
    start_pitch: int | None
    seed: int
    qpm: float
    parts: tuple[dict[str, Any], ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def spec(self, job_id: str, deadline_unix_seconds: float) -> JobSpec:
        """The message that has exactly this done."""
        return JobSpec(
            job_id=job_id,
            style=self.style,
            type=self.type,
            length_seconds=self.length_seconds,
            qpm=self.qpm,
            seed=self.seed,
            deadline_unix_seconds=deadline_unix_seconds,
            parts=tuple(self._part_spec(part) for part in self.parts),
        )

    def _part_spec(self, part: dict[str, Any]) -> PartSpec:
        return PartSpec(
            role=part["role"],
            model=ModelRef(part["model"], part["version"], part["sha256"]),
            program=part["program"],
            is_drum=part["is_drum"],
            sampling=Sampling(temperature=self.temperature),
            primer=Primer(start_pitch=None if part["is_drum"] else self.start_pitch),
        )


def resolve(request: JobRequest) -> Resolved:
    """Resolves against the catalogue as it is now.

    Raises:
        RequestRefusedError: There is no such style or type, or the type takes no starting pitch.
    """
    type_ = _find_type(request)
    if request.start_pitch is not None and not type_.has_start_pitch:
        raise RequestRefusedError(_no_start_pitch(type_, request.start_pitch))
    return Resolved(
        style=request.style,
        type=type_.slug,
        length_seconds=float(_or(request.length_seconds, type_.default_length_seconds)),
        temperature=float(_or(request.temperature, type_.default_temperature)),
        start_pitch=request.start_pitch,
        seed=secrets.randbelow(SEED.maximum + 1) if request.seed is None else request.seed,
        qpm=type_.qpm,
        parts=tuple(_part(part) for part in type_.parts.select_related("model__active_version")),
    )


def _or(asked: float | None, default: float) -> float:
    return default if asked is None else asked


def _part(part: Part) -> dict[str, Any]:
    version = part.model.active_version
    if version is None:  # only where the catalogue changed between two queries
        raise RequestRefusedError(FieldError("#/type", "unavailable", f"{part.model} has no active version just now."))
    return {
        "role": part.role,
        "model": part.model.name,
        "version": version.version,
        "sha256": version.sha256,
        "program": part.program,
        "is_drum": part.is_drum,
    }


def _find_type(request: JobRequest) -> Type:
    types = list(playable_types())
    mine = [type_ for type_ in types if type_.style.slug == request.style]
    if not mine:
        raise RequestRefusedError(_unknown("style", request.style, list(dict.fromkeys(t.style.slug for t in types))))
    if request.type is None:
        return mine[0]
    named = [type_ for type_ in mine if type_.slug == request.type]
    if not named:
        raise RequestRefusedError(_unknown("type", request.type, [type_.slug for type_ in mine]))
    return named[0]


def _unknown(field: str, given: str, known: list[str]) -> FieldError:
    detail = f"There is no {field} {given!r}; there are: {', '.join(known) or 'none yet'}."
    return FieldError(f"#/{field}", "unknown", detail, known, given)


def _no_start_pitch(type_: Type, given: int) -> FieldError:
    detail = f"{type_} takes no starting pitch; leave start_pitch out."
    return FieldError("#/start_pitch", "not_applicable", detail, None, given)
