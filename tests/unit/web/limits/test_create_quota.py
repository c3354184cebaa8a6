"""POST /api/v1/jobs under its limits: every answer says what is left, and a refusal when to come again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.test import Client

from web.jobs.models import Job
from web.limits.quota import Quota

if TYPE_CHECKING:
    from pytest_django import Settings


def post(client: Client, body: Any = None, **extra: Any) -> Any:
    asked = {"style": "piano"} if body is None else body
    return client.post("/api/v1/jobs", asked, content_type="application/json", **extra)


def test_an_accepted_request_says_what_is_left(api: Client) -> None:
    response = post(api)
    assert response.status_code == 202
    assert response["RateLimit-Policy"] == '"create";q=60;w=60'
    assert re.fullmatch(r'"create";r=59;t=1', response["RateLimit"])


def test_an_ill_formed_request_says_what_is_left_and_costs_nothing(api: Client) -> None:
    assert [post(api, {})["RateLimit"] for _ in range(2)] == ['"create";r=60;t=0'] * 2
    assert post(api, "{")["RateLimit"] == '"create";r=60;t=0'


def test_who_asks_too_often_is_refused_and_nothing_is_made(api: Client, settings: Settings) -> None:
    settings.CREATE_QUOTA = Quota(2, 3600)
    assert [post(api).status_code for _ in range(3)] == [202, 202, 429]
    refusal = post(api)
    assert refusal["Content-Type"] == "application/problem+json"
    assert refusal.json()["code"] == "rate_limited"
    assert "more than 2 in 3600 seconds" in refusal.json()["detail"]
    assert int(refusal["Retry-After"]) in {1799, 1800}
    assert refusal["RateLimit"].startswith('"create";r=0;t=')
    assert refusal["RateLimit-Policy"] == '"create";q=2;w=3600'
    assert Job.objects.count() == 2


def test_a_caller_cannot_get_around_it_by_what_it_says_of_itself(api: Client, settings: Settings) -> None:
    settings.CREATE_QUOTA = Quota(1, 3600)
    answers = [post(api, headers={"x-forwarded-for": f"198.51.100.{number}"}).status_code for number in range(3)]
    assert answers == [202, 429, 429]


def test_behind_a_proxy_each_address_has_its_own(api: Client, settings: Settings) -> None:
    settings.CREATE_QUOTA, settings.TRUSTED_PROXIES = Quota(1, 3600), 1
    callers = ["198.51.100.1", "198.51.100.2", "6.6.6.6, 198.51.100.1"]
    answers = [post(api, headers={"x-forwarded-for": caller}).status_code for caller in callers]
    assert answers == [202, 202, 429]


def test_while_redis_is_away_nothing_is_taken_and_nothing_said_of_quotas(catalogue: None, redis_away: None) -> None:
    refusal = post(Client())
    assert refusal.status_code == 503
    assert refusal.json()["code"] == "queue_unavailable"
    assert "RateLimit" not in refusal
    assert post(Client(), {}).status_code == 422


def test_a_client_with_too_many_jobs_is_told_so(api: Client, settings: Settings) -> None:
    settings.CLIENT_JOBS_LIMIT = 1
    assert [post(api).status_code for _ in range(2)] == [202, 429]
    refusal = post(api)
    assert refusal.json()["code"] == "too_many_jobs"
    assert int(refusal["Retry-After"]) > 0
    assert refusal["RateLimit"].startswith('"create";r=57')
