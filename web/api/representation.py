"""Jobs and the catalogue as the API shows them; absent is null, never missing."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from web.catalogue.services.options import options_of
from web.jobs.tracks import tracks_of
from worker.contract.results import MIDI_NAME
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from uuid import UUID

    from web.catalogue.models import Style, Type
    from web.jobs.models import Job, ResultFile
    from web.jobs.services.standing import Standing


def job_json(job: Job, standing: Standing) -> dict[str, Any]:
    files = _files(job)
    is_stored = any(file.name == MIDI_NAME for file in files)
    return {
        "id": str(job.id),
        "status": job.status,
        "created_at": time_json(job.created_at),
        "started_at": time_json(job.started_at),
        "finished_at": time_json(job.finished_at),
        "expires_at": time_json(job.expires_at),
        "cancel_requested_at": time_json(job.cancel_requested_at),
        "request": _request_json(job),
        "resolved": {**job.resolved, "engine": job.engine or None},
        "progress": asdict(standing.progress) if standing.progress else None,
        "queue": {"position": standing.position, "eta_seconds": standing.eta_seconds},
        "attempt": job.attempt,
        "warnings": [*job.warnings, *_engine_warnings(job)],
        "error": job.error,
        "audio": {"status": job.audio_status, "error": job.audio_error},
        "files": [_file_json(job, file) for file in files],
        "parts": _parts_json(job) if is_stored else [],
        "variations": job.variations and [_variation_json(job_id) for job_id in job.variations],
        "links": {**_links(job), "roll": reverse("api:roll", args=[job.id]) if is_stored else None},
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
        "audio": reverse("api:audio", args=[job.id, "mp3"]),
        "parent": job_path(job.parent_id) if job.parent_id else None,
        "rating": reverse("api:rating", args=[job.id]),
        "share": share_path(job),
    }


def share_path(job: Job) -> str:
    return reverse("shared", args=[job.share_id])


def catalogue_json(styles: list[Style]) -> dict[str, Any]:
    return {"styles": [_style_json(style) for style in styles]}


def _files(job: Job) -> list[ResultFile]:
    """What waits has none, which need not be asked for."""
    return [] if job.status == JobStatus.QUEUED else list(job.files.all())


def _parts_json(job: Job) -> list[dict[str, Any]]:
    return [{**track, "href": reverse("api:part", args=[job.id, place])} for place, track in enumerate(tracks_of(job))]


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
        "types": [_type_json(type_) for type_ in style.playable_types],
    }


def _type_json(type_: Type) -> dict[str, Any]:
    return {
        "slug": type_.slug,
        "name": type_.name,
        "description": type_.description,
        "qpm": type_.qpm,
        "options": options_of(type_),
    }


def time_json(at: datetime | None) -> str | None:
    """In UTC, to the millisecond."""
    return None if at is None else at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
