"""How much longer the admin's list of jobs takes where there are many."""

from __future__ import annotations

import statistics
import time
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.bench.figures import report
from web.jobs.models import Job
from worker.contract.status import AudioStatus, JobStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

FEW: Final = 1_000
MANY: Final = 100_000
BATCH: Final = 1_000
ROUNDS: Final = 9
STYLES: Final = ("piano", "rock", "jazz", "folk")
STATUSES: Final = (JobStatus.SUCCEEDED,) * 9 + (JobStatus.FAILED,)
LISTS: Final = {"all": "", "failed": "?status__exact=failed", "of one style": "?style=rock", "back": "?p=20"}
# A plan of a minute's length in `resolved` and `spec` is about as long.
BALLAST: Final = {"plan": "x" * 3_000}


def lists() -> None:
    """Reports the ratio for each list; the database is the one of Django's settings, and must hold no jobs before."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.create_superuser("bench"))
    _fill(FEW)
    few = {name: _seconds(client, query) for name, query in LISTS.items()}
    _fill(MANY - FEW)
    for name, query in LISTS.items():
        many = _seconds(client, query)
        ratio = many / few[name]
        report(f"list of jobs, {name}: time of {MANY} over {FEW}", ratio, "times", "<= 1.5", seconds=round(many, 4))


def _seconds(client: Client, query: str) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        response = client.get(f"/admin/jobs/job/{query}")
        times.append(time.perf_counter() - began)
        assert response.status_code == 200, response.status_code
    return statistics.median(times)


def _fill(jobs: int) -> None:
    rows = _rows(jobs)
    while batch := [row for row, _ in zip(rows, range(BATCH), strict=False)]:
        Job.objects.bulk_create(batch)


def _rows(jobs: int) -> Iterator[Job]:
    now = timezone.now()
    for place in range(jobs):
        job_id, created_at = uuid.uuid4(), now - timedelta(seconds=place)
        resolved = {"style": STYLES[place % len(STYLES)], **BALLAST}
        yield Job(
            id=job_id,
            status=STATUSES[place % len(STATUSES)],
            request={},
            resolved=resolved,
            spec={"job_id": str(job_id), **BALLAST},
            audio_status=AudioStatus.READY,
            created_at=created_at,
            deadline_at=created_at,
            expires_at=created_at + timedelta(days=7),
        )
