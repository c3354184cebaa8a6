"""POST /api/v1/jobs while it cannot be taken: 503 with Retry-After, and nothing left behind."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING, Any

from django.test import Client
from redis import Redis

from tests.unit.web.builders import add_job
from web.jobs.models import Job
from web.jobs.services import submit as submission
from web.jobs.services.send import QueueUnavailableError
from worker.contract.queues import GENERATE_QUEUE
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    import pytest
    from pytest_django import Settings


def post(client: Client) -> Any:
    return client.post("/api/v1/jobs", {"style": "piano"}, content_type="application/json")


def assert_unavailable(response: Any, code: str) -> None:
    assert response.status_code == 503
    assert response["Content-Type"] == "application/problem+json"
    assert int(response["Retry-After"]) > 0
    assert response.json()["code"] == code


def test_with_redis_away_the_answer_is_503_and_no_row_is_left(catalogue: None, redis_away: None) -> None:
    assert_unavailable(post(Client()), "queue_unavailable")
    assert not Job.objects.exists()


def test_a_redis_that_never_answers_is_noticed_within_three_seconds(catalogue: None, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.REDIS_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        began = time.monotonic()
        assert_unavailable(post(Client()), "queue_unavailable")
    assert time.monotonic() - began < 3
    assert not Job.objects.exists()


def test_when_redis_goes_away_after_it_was_asked_the_row_is_taken_back(
    api: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Job) -> None:
        assert Job.objects.exists()
        raise QueueUnavailableError("gone")

    monkeypatch.setattr(submission, "send", fail)
    assert_unavailable(post(api), "queue_unavailable")
    assert not Job.objects.exists()


def test_after_an_outage_the_next_request_is_taken(catalogue: None, redis_url: str, settings: Settings) -> None:
    settings.REDIS_URL = redis_url
    assert post(Client()).status_code == 202
    with Redis.from_url(redis_url) as operator:
        operator.client_kill_filter(_type="normal", skipme=True)
    assert post(Client()).status_code == 202
    assert Job.objects.count() == 2


def test_a_full_queue_refuses_and_names_the_limit(api: Client, redis: Redis, settings: Settings) -> None:
    settings.QUEUE_LIMIT = 2
    add_job(JobStatus.QUEUED)
    add_job(JobStatus.RUNNING)
    response = post(api)
    assert_unavailable(response, "queue_full")
    assert "2 jobs" in response.json()["detail"]
    assert Job.objects.count() == 2
    assert not redis.exists(GENERATE_QUEUE)


def test_jobs_that_ended_do_not_fill_the_queue(api: Client, settings: Settings) -> None:
    settings.QUEUE_LIMIT = 1
    for status in (JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELED, JobStatus.EXPIRED):
        add_job(status)
    assert post(api).status_code == 202
