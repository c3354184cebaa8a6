"""Jobs and the catalogue as the API shows them; absent is null, never missing."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from models_store.catalogue.limits import LENGTH_SECONDS, SEED, START_PITCH, TEMPERATURE, Limits, WholeLimits

if TYPE_CHECKING:
    from web.catalogue.models import Style, Type
    from web.jobs.models import Job, ResultFile
    from worker.contract.events import Progressed


def job_json(job: Job, progress: Progressed | None) -> dict[str, Any]:
    return {
        "id": str(job.id),
        "status": job.status,
        "created_at": _time(job.created_at),
        "started_at": _time(job.started_at),
        "finished_at": _time(job.finished_at),
        "expires_at": _time(job.expires_at),
        "request": job.request,
        "resolved": job.resolved,
        "progress": asdict(progress) if progress else None,
        "attempt": job.attempt,
        "warnings": job.warnings,
        "error": job.error,
        "audio": {"status": job.audio_status, "error": job.audio_error},
        "files": [_file_json(job, file) for file in job.files.all()],
        "links": {"self": job_path(job)},
    }


def job_path(job: Job) -> str:
    return reverse("api:job", args=[job.id])


def catalogue_json(styles: list[Style]) -> dict[str, Any]:
    return {"styles": [_style_json(style) for style in styles]}


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
