"""Jobs and the catalogue as the API shows them; absent is null, never missing."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from models_store.catalogue.limits import LENGTH_SECONDS, SEED, START_PITCH, TEMPERATURE, Limits, WholeLimits
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from uuid import UUID

    from web.catalogue.models import Style, Type
    from web.jobs.models import Job, ResultFile
    from web.jobs.services.standing import Standing


def job_json(job: Job, standing: Standing) -> dict[str, Any]:
    return {
        "id": str(job.id),
        "status": job.status,
        "created_at": _time(job.created_at),
        "started_at": _time(job.started_at),
        "finished_at": _time(job.finished_at),
        "expires_at": _time(job.expires_at),
        "cancel_requested_at": _time(job.cancel_requested_at),
        "request": _request_json(job),
        "resolved": {**job.resolved, "engine": job.engine or None},
        "progress": asdict(standing.progress) if standing.progress else None,
        "queue": {"position": standing.position, "eta_seconds": standing.eta_seconds},
        "attempt": job.attempt,
        "warnings": [*job.warnings, *_engine_warnings(job)],
        "error": job.error,
        "audio": {"status": job.audio_status, "error": job.audio_error},
        "files": _files_json(job),
        "variations": job.variations and [_variation_json(job_id) for job_id in job.variations],
        "links": _links(job),
    }


def _request_json(job: Job) -> dict[str, Any]:
    """As it was sent, but for the address that is told: not everybody who may hear the piece need know it."""
    return {name: value for name, value in job.request.items() if name != "webhook_url"}


def _engine_warnings(job: Job) -> list[str]:
    """Who asks for a piece again is told where it may come out otherwise."""
    asked = job.request.get("engine")
    if not asked or not job.engine or asked == job.engine:
        return []
    return [f"The piece was first made by {asked}, and now by {job.engine}: it may sound otherwise."]


def job_path(job_id: UUID | str) -> str:
    return reverse("api:job", args=[job_id])


def _variation_json(job_id: str) -> dict[str, Any]:
    return {"id": job_id, "href": job_path(job_id)}


def _links(job: Job) -> dict[str, Any]:
    return {
        "self": job_path(job.id),
        "cancel": reverse("api:cancel", args=[job.id]),
        "events": reverse("api:events", args=[job.id]),
        "parent": job_path(job.parent_id) if job.parent_id else None,
    }


def catalogue_json(styles: list[Style]) -> dict[str, Any]:
    return {"styles": [_style_json(style) for style in styles]}


def _files_json(job: Job) -> list[dict[str, Any]]:
    """What waits has none, which need not be asked for."""
    return [] if job.status == JobStatus.QUEUED else [_file_json(job, file) for file in job.files.all()]


def _file_json(job: Job, file: ResultFile) -> dict[str, Any]:
    return {
        "name": file.name,
        "type": file.media_type,
        "bytes": file.bytes,
        "sha256": file.sha256,
        "href": reverse("api:file", args=[job.id, file.name]),
    }


def _style_json(style: Style) -> dict[str, Any]:
    return {
        "slug": style.slug,
        "name": style.name,
        "description": style.description,
        "icon": style.icon,
        "types": [_type_json(type_) for type_ in style.types.all()],
    }


def _type_json(type_: Type) -> dict[str, Any]:
    return {
        "slug": type_.slug,
        "name": type_.name,
        "description": type_.description,
        "qpm": type_.qpm,
        "options": {
            "length_seconds": _number(LENGTH_SECONDS, type_.default_length_seconds),
            "temperature": _number(TEMPERATURE, type_.default_temperature),
            "start_pitch": _whole(START_PITCH) if type_.has_start_pitch else None,
            "seed": _whole(SEED),
        },
    }


def _number(limits: Limits, default: float) -> dict[str, Any]:
    return {"minimum": limits.minimum, "maximum": limits.maximum, "step": limits.step, "default": default}


def _whole(limits: WholeLimits) -> dict[str, Any]:
    return {"minimum": limits.minimum, "maximum": limits.maximum, "step": 1, "default": None}


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
