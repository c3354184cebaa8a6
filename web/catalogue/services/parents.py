"""The piece that another one goes on from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from web.catalogue.refusal import FieldError, RequestRefusedError
from web.jobs.models import Job
from web.jobs.services.results import result_store
from worker.contract.results import MIDI_NAME
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet

POINTER: Final = "#/parent"


@dataclass(frozen=True, slots=True)
class Parent:
    """A piece that is there, with the style and type it was made as."""

    id: str
    style: str
    type: str
    midi: bytes


def find_parent(job_id: str) -> Parent:
    """The piece of a job that succeeded.

    Raises:
        RequestRefusedError: There is no such piece, or not yet, or not any more.
        OSError: The result store cannot be read.
    """
    job = _jobs(job_id).first()
    if job is None:
        raise _refused("unknown", f"There is no job {job_id}, or not any more.", job_id)
    if job.status != JobStatus.SUCCEEDED:
        raise _refused("not_finished", _why_not(JobStatus(job.status)), job_id)
    return Parent(job_id, job.resolved["style"], job.resolved["type"], _midi(job))


def known_parent(job_id: str) -> str | None:
    """The id, as long as the job is there; a piece outlives the one it went on from."""
    return job_id if _jobs(job_id).exists() else None


def _jobs(job_id: str) -> QuerySet[Job]:
    return Job.objects.filter(pk=job_id, expires_at__gt=timezone.now())


def _why_not(status: JobStatus) -> str:
    if status.is_final:
        return f"This job ended {status}, so that there is no piece to go on from."
    return f"This job is {status}; wait until it has succeeded."


def _midi(job: Job) -> bytes:
    file = job.files.filter(name=MIDI_NAME).first()
    try:
        if file is not None:
            return result_store().read(str(job.pk), file.attempt, MIDI_NAME).content
    except FileNotFoundError:
        pass  # it has just been removed with its job
    raise _refused("unknown", "The piece of this job is not there any more.", str(job.pk))


def _refused(code: str, detail: str, given: str) -> RequestRefusedError:
    return RequestRefusedError(FieldError(POINTER, code, detail, None, given))
