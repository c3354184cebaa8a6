"""POST /api/v1/jobs/{id}/cancel, and DELETE /api/v1/jobs/{id}."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.unit.web.builders import add_job, event
from web.jobs.models import Job
from web.jobs.services.apply import apply_event
from web.jobs.services.send import send
from worker.contract.cancel import is_cancel_requested
from worker.contract.changes import ChangesReader
from worker.contract.events import FileStored, StatusChanged
from worker.contract.journal import JournalWriter, Superseded, is_finished, read_journal
from worker.contract.queues import journal_key
from worker.contract.status import FINAL, JobStatus

if TYPE_CHECKING:
    from django.test import Client
    from redis import Redis

    from worker.contract.results import ResultStore

pytestmark = pytest.mark.django_db

RUNNING = StatusChanged(JobStatus.RUNNING)


def cancel(client: Client, job: Job) -> Any:
    return client.post(f"/api/v1/jobs/{job.id}/cancel")


def test_a_job_that_waits_ends_at_once_and_no_worker_begins_it(client: Client, redis: Redis) -> None:
    job = add_job()
    send(job)
    answer = cancel(client, job)
    assert (answer.status_code, answer.json()["status"]) == (202, "canceled")
    assert answer.json()["cancel_requested_at"] is not None
    assert is_finished(redis, str(job.id))
    with pytest.raises(Superseded):
        JournalWriter(redis, str(job.id), 1).write(RUNNING)


def test_a_job_under_way_is_told_to_stop(client: Client, redis: Redis) -> None:
    job = add_job(JobStatus.RUNNING, attempt=1)
    answer = cancel(client, job)
    assert (answer.status_code, answer.json()["status"]) == (202, "running")
    assert answer.json()["cancel_requested_at"] is not None
    assert is_cancel_requested(redis, str(job.id))


def test_a_job_that_a_worker_has_just_begun_is_left_for_it_to_stop(client: Client, redis: Redis) -> None:
    job = add_job()
    writer = JournalWriter(redis, str(job.id), 1)
    writer.write(RUNNING)
    assert cancel(client, job).json()["status"] == "queued"
    assert is_cancel_requested(redis, str(job.id))
    writer.write(StatusChanged(JobStatus.CANCELED))


def test_asking_twice_is_asking_once(client: Client, redis: Redis) -> None:
    job = add_job(JobStatus.RUNNING)
    first = cancel(client, job).json()
    assert cancel(client, job).json() == first


@pytest.mark.parametrize("status", sorted(FINAL))
def test_a_job_that_has_ended_stays_as_it_is(client: Client, redis: Redis, status: JobStatus) -> None:
    job = add_job(status)
    answer = cancel(client, job)
    assert (answer.status_code, answer.json()["status"]) == (200, status)
    assert answer.json()["cancel_requested_at"] is None
    assert not redis.exists(journal_key(str(job.id)))


def test_a_success_that_comes_after_the_cancel_changes_nothing(client: Client, redis: Redis) -> None:
    job = add_job()
    cancel(client, job)
    apply_event(event(job, StatusChanged(JobStatus.SUCCEEDED)))
    assert client.get(f"/api/v1/jobs/{job.id}").json()["status"] == "canceled"


def test_what_ingest_reads_of_a_cancel_changes_nothing_more(client: Client, redis: Redis) -> None:
    job = add_job()
    before = cancel(client, job).json()
    for _, change in ChangesReader(redis, "ingest").wait(1):
        apply_event(change)
    assert client.get(f"/api/v1/jobs/{job.id}").json() == before
    assert before["attempt"] == 0


def test_with_redis_away_nothing_is_asked_for(client: Client, redis_away: None) -> None:
    job = add_job(JobStatus.RUNNING)
    answer = cancel(client, job)
    assert (answer.status_code, answer.json()["code"]) == (503, "queue_unavailable")
    assert Job.objects.get().cancel_requested_at is None


@pytest.mark.parametrize("method", ["cancel", "erase"])
def test_an_unknown_job_is_not_found(client: Client, redis: Redis, method: str) -> None:
    address = f"/api/v1/jobs/{uuid4()}"
    answer: Any = client.post(f"{address}/cancel") if method == "cancel" else client.delete(address)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_an_erased_piece_is_gone_with_its_files_and_its_journal(
    client: Client, redis: Redis, store: ResultStore
) -> None:
    job = add_job(JobStatus.SUCCEEDED, attempt=1)
    JournalWriter(redis, str(job.id), 1).write(RUNNING)
    apply_event(event(job, store.put(str(job.id), 1, "piece.mid", b"MThd")))
    answer = client.delete(f"/api/v1/jobs/{job.id}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert client.get(f"/api/v1/jobs/{job.id}").status_code == 404
    assert client.get(f"/api/v1/jobs/{job.id}/files/piece.mid").status_code == 404
    assert not store.exists(str(job.id), 1, "piece.mid")
    assert [entry.payload for _, entry in read_journal(redis, str(job.id))] == [StatusChanged(JobStatus.CANCELED)]


def test_erasing_a_job_under_way_stops_it_and_what_it_stores_later_is_removed(
    client: Client, redis: Redis, store: ResultStore
) -> None:
    job = add_job(JobStatus.RUNNING, attempt=1)
    assert client.delete(f"/api/v1/jobs/{job.id}").status_code == 204
    assert is_cancel_requested(redis, str(job.id))
    with pytest.raises(Superseded):
        JournalWriter(redis, str(job.id), 1).write(FileStored("piece.mid", "audio/midi", 1, "a" * 64))
    apply_event(event(job, store.put(str(job.id), 1, "piece.mid", b"MThd")))
    assert not store.exists(str(job.id), 1, "piece.mid")


def test_with_redis_away_nothing_is_erased(client: Client, redis_away: None) -> None:
    job = add_job(JobStatus.SUCCEEDED)
    assert client.delete(f"/api/v1/jobs/{job.id}").status_code == 503
    assert Job.objects.filter(pk=job.pk).exists()
