"""What listeners do with pieces, without the way to them."""

from __future__ import annotations

import random
from typing import Any

from django.utils import timezone

from tests.unit.web.experiments.simulated import WEIGHTS, WORSE, stars
from web.catalogue.services.request import JobRequest
from web.catalogue.services.resolve import resolve
from web.jobs.models import Job
from web.jobs.services.load import Asker, load_for
from web.jobs.services.submit import submit
from web.jobs.services.transition import move
from web.ratings.ratings import Opinion, rate
from worker.contract.errors import ErrorCode, JobError
from worker.contract.events import StatusChanged
from worker.contract.status import JobStatus


def ask(listener: str, style: str = "piano", **wishes: Any) -> Job:
    request, asker = JobRequest(style=style, **wishes), Asker(listener)
    return submit(request, resolve(request, listener), asker, load_for(asker))[0]


def end_as(job: Job, status: JobStatus) -> Job:
    error = JobError(ErrorCode.RENDER_FAILED, "no") if status is JobStatus.FAILED else None
    for change in (StatusChanged(JobStatus.RUNNING), StatusChanged(status, error)):
        assert move(Job.objects.all(), job.pk, change, timezone.now(), {"attempt": 1})
    return job


def piece(listener: str, **wishes: Any) -> Job:
    """Made for a listener."""
    return end_as(ask(listener, **wishes), JobStatus.SUCCEEDED)


def star(job: Job, given: int, listener: str = "") -> None:
    rate(job, listener or job.client, Opinion(given, ""))


def version(job: Job) -> int:
    played: int = job.resolved["parts"][0]["version"]
    return played


def rate_pieces(listeners: int, better: int, **wishes: Any) -> list[Job]:
    """A piece for each of so many, who like those by version `better` half a star better."""
    random_ = random.Random(9)
    jobs = [piece(f"listener {number}", **wishes) for number in range(listeners)]
    for job in jobs:
        star(job, stars(random_, 1, WEIGHTS if version(job) == better else WORSE)[0])
    return jobs
