"""GET /api/v1/queue, and the estimates it is made of."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from tests.unit.web.builders import add_job
from web.jobs.services.estimate import eta_seconds, mean_run_seconds
from web.jobs.services.queue_state import queue_now
from web.operate.rules import rules
from worker.contract.liveness import Heartbeat
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings
    from redis import Redis


def worker(redis: Redis, name: str = "one", slots: int = 4) -> None:
    Heartbeat(redis, name, ["generate"], lambda: True, slots)._beat()


def add_run(seconds: float, age: timedelta = timedelta()) -> None:
    """A job that succeeded after so many seconds."""
    ended = timezone.now() - age
    began = ended - timedelta(seconds=seconds)
    add_job(JobStatus.SUCCEEDED, age, started_at=began, finished_at=ended)


def queue(client: Client) -> Any:
    response = client.get("/api/v1/queue")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-cache"
    return response.json()


def test_it_says_how_much_there_is_to_do_and_how_long_it_takes(client: Client, db: None, redis: Redis) -> None:
    worker(redis, "one", 4)
    worker(redis, "two", 2)
    add_run(3)
    add_run(4)
    for status in [JobStatus.QUEUED] * 3 + [JobStatus.RUNNING] * 6:
        add_job(status)
    assert queue(client) == {
        "state": "open",
        "queued": 3,
        "running": 6,
        "limit": 256,
        "workers": 2,
        "slots": 6,
        "mean_seconds": 3.5,
        "eta_seconds": 7.0,
    }


def test_it_is_full_when_a_job_would_be_refused(client: Client, db: None, redis: Redis, settings: Settings) -> None:
    settings.QUEUE_LIMIT = 2
    worker(redis)
    add_job(JobStatus.QUEUED)
    assert queue(client)["state"] == "open"
    add_job(JobStatus.RUNNING)
    queue_now.forget()
    assert queue(client)["state"] == "full"


def test_without_workers_a_job_would_wait_and_nobody_knows_how_long(client: Client, db: None, redis: Redis) -> None:
    add_run(3)
    found = queue(client)
    assert found["state"] == "no_workers"
    assert (found["workers"], found["slots"], found["eta_seconds"]) == (0, 0, None)


def test_while_redis_is_away_it_says_what_the_database_knows(client: Client, db: None, redis_away: None) -> None:
    add_job(JobStatus.RUNNING)
    found = queue(client)
    assert (found["state"], found["running"], found["workers"], found["slots"]) == ("no_workers", 1, None, None)


def test_before_the_first_piece_there_is_no_estimate(client: Client, db: None, redis: Redis) -> None:
    worker(redis)
    assert (queue(client)["mean_seconds"], queue(client)["eta_seconds"]) == (None, None)


def test_it_asks_the_database_twice_a_second_however_many_ask(
    client: Client, db: None, redis: Redis, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rules()
    with django_assert_num_queries(2):
        for _ in range(10):
            queue(client)


def test_after_a_second_it_looks_again(client: Client, db: None, redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    assert queue(client)["queued"] == 0
    add_job()
    assert queue(client)["queued"] == 0
    now[0] += 1.1
    assert queue(client)["queued"] == 1


def test_it_names_no_job(client: Client, db: None, redis: Redis) -> None:
    job = add_job()
    assert str(job.id) not in client.get("/api/v1/queue").content.decode()


def test_the_mean_is_of_the_last_fifty_pieces(db: None) -> None:
    for number in range(50):
        add_run(2, timedelta(minutes=number))
    for number in range(10):
        add_run(1000, timedelta(hours=2, minutes=number))
    assert mean_run_seconds() == pytest.approx(2)


def test_jobs_that_failed_or_never_ran_are_no_measure(db: None) -> None:
    add_job(JobStatus.FAILED, started_at=timezone.now() - timedelta(hours=1), finished_at=timezone.now())
    add_job(JobStatus.SUCCEEDED, finished_at=timezone.now())
    assert mean_run_seconds() is None


def test_a_clock_that_was_set_back_makes_no_run_shorter_than_nothing(db: None) -> None:
    add_run(-3600)
    assert mean_run_seconds() == 0


@pytest.mark.parametrize(("position", "slots", "seconds"), [(1, 4, 2), (4, 4, 2), (5, 4, 4), (9, 4, 6), (1, 0, None)])
def test_an_eta_is_as_many_runs_as_there_are_turns_to_wait_for(
    db: None, position: int, slots: int, seconds: float | None
) -> None:
    add_run(2)
    assert eta_seconds(position, slots) == seconds
