"""The Idempotency-Key of POST /api/v1/jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from web.jobs.models import Job
from worker.contract.queues import GENERATE_QUEUE

if TYPE_CHECKING:
    from pytest_django import Settings
    from redis import Redis

BODY = {"style": "piano", "length_seconds": 30}


def post(client: Client, key: str | None, body: Any = None, **headers: str) -> Any:
    headers |= {} if key is None else {"Idempotency-Key": key}
    return client.post("/api/v1/jobs", body or BODY, content_type="application/json", headers=headers)


def test_the_same_request_under_the_same_key_is_one_job(api: Client, redis: Redis) -> None:
    first, second = post(api, "k1"), post(api, "k1")
    assert first.status_code == second.status_code == 202
    assert first.json()["id"] == second.json()["id"]
    assert first.json()["resolved"]["seed"] == second.json()["resolved"]["seed"]
    assert not first.has_header("Idempotent-Replayed")
    assert second["Idempotent-Replayed"] == "true"
    assert second["Location"] == first["Location"]
    assert redis.llen(GENERATE_QUEUE) == 1


def test_the_order_of_the_fields_makes_no_other_request(api: Client) -> None:
    post(api, "k1", {"style": "piano", "length_seconds": 30})
    assert post(api, "k1", {"length_seconds": 30, "style": "piano"})["Idempotent-Replayed"] == "true"


def test_another_request_under_the_same_key_is_refused(api: Client) -> None:
    post(api, "k1")
    answer = post(api, "k1", {"style": "piano", "length_seconds": 31})
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert Job.objects.count() == 1


def test_without_a_key_each_request_is_a_job(api: Client) -> None:
    assert post(api, None).json()["id"] != post(api, None).json()["id"]


def test_a_key_is_its_callers_own(api: Client) -> None:
    first = post(api, "k1", REMOTE_ADDR="203.0.113.1")
    other = Client(REMOTE_ADDR="198.51.100.7")
    assert post(other, "k1").json()["id"] != first.json()["id"]


def test_a_refused_request_uses_no_key_up(api: Client) -> None:
    assert post(api, "k1", {"style": "unknown"}).status_code == 422
    assert post(api, "k1").status_code == 202


def test_a_request_that_could_not_be_queued_uses_no_key_up(api: Client, settings: Settings) -> None:
    settings.QUEUE_LIMIT = 0
    assert post(api, "k1").status_code == 503
    settings.QUEUE_LIMIT = 10
    assert post(api, "k1").status_code == 202


def test_a_repeated_request_is_answered_though_the_queue_is_full(api: Client, settings: Settings) -> None:
    first = post(api, "k1").json()
    settings.QUEUE_LIMIT = 1
    assert post(api, "k1").json()["id"] == first["id"]


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "ä", "two\twords"])
def test_what_is_no_key_is_refused_with_what_is_one(api: Client, key: str) -> None:
    answer = post(api, key)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_idempotency_key")
    assert "255" in answer.json()["detail"]
