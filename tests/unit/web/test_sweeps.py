"""What ingest looks after besides the stream: lost messages, deadlines, old results."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from kombu import Connection

from tests.unit.web.builders import add_job, event
from web.config.celery import producer
from web.jobs.models import Job, ResultFile
from web.jobs.services.apply import apply_event
from web.jobs.services.expire import end_overdue
from web.jobs.services.messages import job_ids_in_broker
from web.jobs.services.prune import prune_expired
from web.jobs.services.resend import resend_lost
from web.jobs.services.send import send
from worker.contract.events import StatusChanged
from worker.contract.journal import begin_attempt
from worker.contract.queues import GENERATE_QUEUE
from worker.contract.status import AudioStatus, JobStatus

if TYPE_CHECKING:
    from redis import Redis

    from worker.contract.results import ResultStore

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def queued_ids(redis: Redis) -> list[str]:
    return [json.loads(message)["headers"]["id"] for message in redis.lrange(GENERATE_QUEUE, 0, -1)]


def test_a_job_whose_message_is_nowhere_is_sent_again(redis: Redis) -> None:
    job = add_job(age=MINUTE)
    assert resend_lost() == 1
    assert queued_ids(redis) == [str(job.id)]


def test_a_job_is_given_thirty_seconds_before_it_counts_as_lost(redis: Redis) -> None:
    add_job(age=timedelta(seconds=25))
    assert resend_lost() == 0


def test_a_job_that_was_sent_again_is_not_sent_a_third_time_at_once(redis: Redis) -> None:
    add_job(age=MINUTE)
    resend_lost()
    redis.delete(GENERATE_QUEUE)
    assert resend_lost() == 0


def test_a_job_that_waits_in_the_queue_is_left_there(redis: Redis) -> None:
    send(add_job(age=MINUTE))
    assert resend_lost() == 0
    assert len(queued_ids(redis)) == 1


def test_a_job_that_a_worker_holds_is_left_to_it(redis: Redis) -> None:
    job = add_job(age=MINUTE)
    send(job)
    with Connection(str(producer().conf.broker_url)) as connection:
        message = connection.SimpleQueue(GENERATE_QUEUE).get(timeout=2)
        assert queued_ids(redis) == []
        assert job_ids_in_broker(redis) == {str(job.id)}
        assert resend_lost() == 0
        message.ack()


def test_a_job_that_a_worker_began_is_left_to_it(redis: Redis) -> None:
    job = add_job(age=MINUTE)
    begin_attempt(redis, str(job.id))
    assert resend_lost() == 0


@pytest.mark.parametrize("status", [status for status in JobStatus if status is not JobStatus.QUEUED])
def test_only_queued_jobs_are_sent_again(redis: Redis, status: JobStatus) -> None:
    add_job(status, age=MINUTE)
    assert resend_lost() == 0


def test_a_job_that_did_not_begin_in_time_expires(db: None) -> None:
    job = add_job(age=timedelta(minutes=16))
    assert end_overdue() == 1
    job.refresh_from_db()
    assert (job.status, job.audio_status, job.error) == ("expired", "failed", None)
    assert job.finished_at is not None


def test_an_expired_job_is_not_sent_again(redis: Redis) -> None:
    add_job(age=timedelta(minutes=16))
    assert resend_lost() == 0


def test_a_running_job_that_nobody_ends_fails_a_minute_after_its_deadline(db: None) -> None:
    within, beyond = (add_job(JobStatus.RUNNING, age=timedelta(minutes=minutes)) for minutes in (15.5, 16.5))
    assert end_overdue() == 1
    beyond.refresh_from_db()
    within.refresh_from_db()
    assert (within.status, beyond.status) == ("running", "failed")
    assert beyond.error is not None
    assert beyond.error["code"] == "timeout"


def test_a_late_success_of_an_expired_job_changes_nothing(db: None) -> None:
    job = add_job(age=timedelta(minutes=16))
    end_overdue()
    apply_event(event(job, StatusChanged(JobStatus.SUCCEEDED)))
    job.refresh_from_db()
    assert job.status == "expired"


def test_results_go_when_their_time_is_over_rows_and_files_together(store: ResultStore) -> None:
    old = add_job(JobStatus.SUCCEEDED, age=timedelta(days=8), attempt=1, audio_status=AudioStatus.READY)
    kept = add_job(JobStatus.SUCCEEDED, age=timedelta(days=6), attempt=1)
    for job in (old, kept):
        apply_event(event(job, store.put(str(job.id), "piece.mid", b"midi")))
    assert prune_expired() == 1
    assert list(Job.objects.all()) == [kept]
    assert ResultFile.objects.get().job == kept
    assert [store.path(str(job.id), "piece.mid").exists() for job in (old, kept)] == [False, True]


def test_a_job_under_way_is_never_pruned(db: None) -> None:
    add_job(JobStatus.RUNNING, age=timedelta(days=8))
    assert prune_expired() == 0


def test_pruning_without_files_is_no_error(store: ResultStore, settings: Any) -> None:
    add_job(JobStatus.FAILED, age=timedelta(days=8))
    assert prune_expired() == 1
