"""The probes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import OperationalError

from web.ops import health

if TYPE_CHECKING:
    import pytest
    from django.test import Client
    from redis import Redis


def no_database() -> None:
    raise OperationalError("the server closed the connection")


def test_healthz_answers_even_when_everything_else_is_away(client: Client, redis_away: None) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_readyz_is_ready_when_the_database_and_redis_answer(client: Client, db: None, redis: Redis) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"status": "ready", "checks": {"database": "ok", "redis": "ok"}}


def test_readyz_names_redis_when_it_is_away(client: Client, db: None, redis_away: None) -> None:
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {"database": "ok", "redis": "unavailable"}


def test_readyz_names_the_database_when_it_is_away(
    client: Client, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_ask_database", no_database)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {"database": "unavailable", "redis": "ok"}


def test_the_api_says_503_while_the_database_is_away(
    client: Client, db: None, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    from web.api import jobs

    monkeypatch.setattr(jobs, "get_object_or_404", lambda *_, **__: no_database())
    response: Any = client.get("/api/v1/jobs/00000000-0000-4000-8000-000000000000")
    assert response.status_code == 503
    assert response["Retry-After"]
    assert response.json()["code"] == "database_unavailable"
