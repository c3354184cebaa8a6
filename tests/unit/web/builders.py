"""Terse makers of what web's tests speak of."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from web.jobs.models import Job
from web.jobs.services.apply import apply_event
from worker.contract.events import JobEvent, Payload
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import ModelRef, PartSpec
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from pathlib import Path

    from worker.contract.results import ResultStore

RESOLVED: dict[str, Any] = {
    "style": "piano",
    "type": "performance",
    "length_seconds": 30.0,
    "temperature": 1.0,
    "top_p": 1.0,
    "start_pitch": None,
    "key": None,
    "scale": None,
    "density": None,
    "chords": None,
    "groove": None,
    "seed": 7,
    "qpm": 120.0,
    "parent": None,
    "plan": None,
    "parts": [],
}
# A style's, of few chords.
PROGRESSIONS: dict[str, Any] = {
    "modes": {"major": 3, "minor": 1},
    "chords": {
        "major": {"": {"0": 3, "9m": 1}, "0": {"5": 2, "9m": 1}, "5": {"7": 1, "0": 1}, "7": {"0": 1, "11dim": 1}},
        "minor": {"": {"0m": 1}, "0m": {"8": 1, "10": 1, "7": 1}, "8": {"10": 1}, "10": {"0m": 1, "3": 1}},
    },
}


def add_model(models_dir: Path, name: str, version: int, config: str = "performance_with_dynamics") -> str:
    """Stores a bundle of a few bytes with its card; returns the sha256."""
    bundle = f"{name} {version}".encode()
    sha256 = hashlib.sha256(bundle).hexdigest()
    folder = models_dir / name / str(version)
    folder.mkdir(parents=True)
    (folder / "model.mag").write_bytes(bundle)
    (folder / "card.toml").write_text(
        f'config = "{config}"\nsha256 = "{sha256}"\ndescription = "A test model."\n[held_out]\nnats_per_event = 2.5\n'
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


def add_piece(store: ResultStore, midi: bytes, roles: tuple[str, ...] = ("piano",), **fields: Any) -> Job:
    """A job that has succeeded, with its MIDI file stored and known."""
    parts = [{"role": role, "program": place, "is_drum": role == "drums"} for place, role in enumerate(roles)]
    job = add_job(JobStatus.SUCCEEDED, attempt=1, **{"resolved": {**RESOLVED, "parts": parts}, **fields})
    apply_event(event(job, store.put(str(job.id), 1, "piece.mid", midi)))
    return job


def spec(job_id: str) -> JobSpec:
    part = PartSpec("piano", ModelRef("piano_performance", 1, "0" * 64), 0, is_drum=False)
    return JobSpec(job_id, "piano", "performance", 30.0, 120.0, 7, 900, (part,))


def event(job: Job, payload: Payload, attempt: int = 1, at: float = 1_800_000_000.0) -> JobEvent:
    return JobEvent(str(job.id), attempt, at, payload)
