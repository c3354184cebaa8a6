"""Terse makers of what web's tests speak of."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from web.jobs.models import Job
from worker.contract.events import JobEvent, Payload
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import ModelRef, PartSpec
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from pathlib import Path

RESOLVED: dict[str, Any] = {
    "style": "piano",
    "type": "performance",
    "length_seconds": 30.0,
    "temperature": 1.0,
    "start_pitch": None,
    "seed": 7,
    "qpm": 120.0,
    "parent": None,
    "parts": [],
}


def add_model(models_dir: Path, name: str, version: int) -> str:
    """Stores a bundle of a few bytes with its card; returns the sha256."""
    bundle = f"{name} {version}".encode()
    sha256 = hashlib.sha256(bundle).hexdigest()
    folder = models_dir / name / str(version)
    folder.mkdir(parents=True)
    (folder / "model.mag").write_bytes(bundle)
    (folder / "card.toml").write_text(
        f'config = "performance_with_dynamics"\nsha256 = "{sha256}"\ndescription = "A test model."\n'
        "[held_out]\nnats_per_event = 2.5\n"
    )
    return sha256


def add_job(status: JobStatus = JobStatus.QUEUED, age: timedelta = timedelta(), **fields: Any) -> Job:
    """A row as submission writes it, `age` ago, with `fields` changed."""
    job_id, created_at = uuid.uuid4(), timezone.now() - age
    times = {
        "created_at": created_at,
        "deadline_at": created_at + timedelta(minutes=15),
        "expires_at": created_at + timedelta(days=7),
    }
    job = {"request": {"style": "piano"}, "resolved": RESOLVED, "spec": spec(str(job_id)).to_json()}
    return Job.objects.create(id=job_id, status=status, **{**times, **job, **fields})


def spec(job_id: str) -> JobSpec:
    part = PartSpec("piano", ModelRef("piano_performance", 1, "0" * 64), 0, is_drum=False)
    return JobSpec(job_id, "piano", "performance", 30.0, 120.0, 7, 900, (part,))


def event(job: Job, payload: Payload, attempt: int = 1, at: float = 1_800_000_000.0) -> JobEvent:
    return JobEvent(str(job.id), attempt, at, payload)
