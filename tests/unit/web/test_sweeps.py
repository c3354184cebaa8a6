"""What ingest looks after besides the stream: deadlines and old results."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from tests.unit.web.builders import add_job, event
from web.jobs.models import IdempotencyKey, Job, ResultFile
from web.jobs.services.apply import apply_event
from web.jobs.services.clock import SteadyClock
from web.jobs.services.expire import end_overdue
from web.jobs.services.idempotency import RequestKey, forget_old_keys
from web.jobs.services.prune import prune_expired
from worker.contract.events import StatusChanged
from worker.contract.journal import JournalWriter, is_finished
from worker.contract.lease import hold
from worker.contract.status import AudioStatus, JobStatus

if TYPE_CHECKING:
    from redis import Redis

    from worker.contract.results import ResultStore

pytestmark = pytest.mark.django_db


def test_a_job_that_did_not_begin_in_time_expires(redis: Redis) -> None:
    job = add_job(age=timedelta(minutes=16))
    assert end_overdue(timezone.now()) == 1
    assert is_finished(redis, str(job.id))
    job.refresh_from_db()
    assert (job.status, job.audio_status, job.error) == ("expired", "failed", None)
    assert job.finished_at is not None


def test_a_job_that_a_worker_has_just_begun_does_not_expire(redis: Redis) -> None:
    job = add_job(age=timedelta(minutes=16))
    JournalWriter(redis, str(job.id), 1).write(StatusChanged(JobStatus.RUNNING))
    assert end_overdue(timezone.now()) == 0


def test_a_running_job_that_nobody_holds_fails_long_after_its_deadline(redis: Redis) -> None:
    within, beyond, held = (add_job(JobStatus.RUNNING, age=timedelta(minutes=age)) for age in (30.5, 31.5, 31.5))
    hold(redis, str(held.id), "a worker")
    assert end_overdue(timezone.now()) == 1
    assert {job.pk: job.status for job in Job.objects.all()} == {
        within.pk: "running",
        beyond.pk: "failed",
        held.pk: "running",
    }
    beyond.refresh_from_db()
    assert beyond.error is not None
    assert beyond.error["code"] == "timeout"


def test_a_late_success_of_an_expired_job_changes_nothing(redis: Redis) -> None:
    job = add_job(age=timedelta(minutes=16))
    end_overdue(timezone.now())
    apply_event(event(job, StatusChanged(JobStatus.SUCCEEDED)))
    job.refresh_from_db()
    assert job.status == "expired"


def test_results_go_when_their_time_is_over_rows_and_files_together(store: ResultStore) -> None:
    old = add_job(JobStatus.SUCCEEDED, age=timedelta(days=8), attempt=1, audio_status=AudioStatus.READY)
    kept = add_job(JobStatus.SUCCEEDED, age=timedelta(days=6), attempt=1)
    for job in (old, kept):
        apply_event(event(job, store.put(str(job.id), 1, "piece.mid", b"midi")))
    assert prune_expired(timezone.now()) == 1
    assert list(Job.objects.all()) == [kept]
    assert ResultFile.objects.get().job == kept
    assert [store.exists(str(job.id), 1, "piece.mid") for job in (old, kept)] == [False, True]


def test_a_job_under_way_is_never_pruned(db: None) -> None:
    add_job(JobStatus.RUNNING, age=timedelta(days=8))
    assert prune_expired(timezone.now()) == 0


def test_pruning_without_files_is_no_error(store: ResultStore, settings: Any) -> None:
    add_job(JobStatus.FAILED, age=timedelta(days=8))
    assert prune_expired(timezone.now()) == 1


def test_keys_are_forgotten_after_a_day(db: None) -> None:
    for age, key in ((timedelta(hours=25), "old"), (timedelta(hours=23), "young")):
        RequestKey.of(("somebody",), key, {}).remember(add_job(age=age))
    assert forget_old_keys(timezone.now()) == 1
    assert IdempotencyKey.objects.get().key == "young"


@pytest.mark.parametrize("hours", [1, -1])
def test_a_clock_that_is_set_by_an_hour_makes_no_job_older(monkeypatch: pytest.MonkeyPatch, hours: int) -> None:
    steady = SteadyClock()
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(hours=hours))
    assert abs(steady.now() - real()) < timedelta(seconds=5)
