"""How often each endpoint asks the database: no more for many jobs than for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.web.builders import add_job, event
from web.jobs.models import Job
from web.jobs.services.apply import apply_event
from web.jobs.services.estimate import mean_run_seconds
from web.operate.rules import rules
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from django.test import Client
    from redis import Redis

    from worker.contract.results import ResultStore

Assert = Any


@pytest.fixture(autouse=True)
def known_of_all(db: None, redis: Redis) -> None:
    mean_run_seconds()
    rules()


@pytest.mark.parametrize(
    ("status", "queries"), [(JobStatus.QUEUED, 2), (JobStatus.RUNNING, 2), (JobStatus.SUCCEEDED, 2)]
)
def test_a_poll_asks_for_the_row_its_files_and_its_place(
    client: Client, django_assert_num_queries: Assert, status: JobStatus, queries: int
) -> None:
    job = add_job(status, attempt=1)
    with django_assert_num_queries(queries):
        client.get(f"/api/v1/jobs/{job.id}")


def test_a_poll_that_finds_nothing_new_asks_once(client: Client, django_assert_num_queries: Assert) -> None:
    job = add_job(JobStatus.RUNNING, attempt=1)
    etag = client.get(f"/api/v1/jobs/{job.id}")["ETag"]
    with django_assert_num_queries(1):
        assert client.get(f"/api/v1/jobs/{job.id}", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("variations", [1, 8])
def test_a_request_asks_as_often_for_one_piece_as_for_eight(
    api: Client, django_assert_num_queries: Assert, variations: int
) -> None:
    # Types, parts, experiments; what is under way; begin, insert, commit.
    with django_assert_num_queries(7):
        body = {"style": "piano", "variations": variations}
        assert api.post("/api/v1/jobs", body, content_type="application/json").status_code == 202


@pytest.mark.parametrize("jobs", [1, 20])
def test_a_page_of_jobs_asks_twice_however_long(api: Client, django_assert_num_queries: Assert, jobs: int) -> None:
    api.post("/api/v1/jobs", {"style": "piano"}, content_type="application/json")
    client = Job.objects.get().client
    for _ in range(jobs):
        add_job(client=client)
    with django_assert_num_queries(2):
        api.get("/api/v1/jobs")


def test_a_cancel_of_a_running_job_asks_four_times(client: Client, django_assert_num_queries: Assert) -> None:
    job = add_job(JobStatus.RUNNING)
    with django_assert_num_queries(4):
        client.post(f"/api/v1/jobs/{job.id}/cancel")


def test_a_file_asks_once(client: Client, store: ResultStore, django_assert_num_queries: Assert) -> None:
    job = add_job(JobStatus.SUCCEEDED, attempt=1)
    apply_event(event(job, store.put(str(job.id), 1, "piece.mid", b"MThd")))
    with django_assert_num_queries(1):
        assert client.get(f"/api/v1/jobs/{job.id}/files/piece.mid").status_code == 200


@pytest.mark.parametrize("address", ["/api/v1/queue", "/api/v1/catalogue"])
def test_what_everybody_reads_asks_at_most_three_times(
    api: Client, django_assert_max_num_queries: Assert, address: str
) -> None:
    with django_assert_max_num_queries(3):
        assert api.get(address).status_code == 200
