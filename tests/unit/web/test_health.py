"""The probes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from django.db import OperationalError

from web.ops import health
from worker.contract.liveness import SILENT_SECONDS, Heartbeat, live_workers
from worker.contract.queues import workers_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client
    from redis import Redis


def no_database() -> None:
    raise OperationalError("the server closed the connection")


def test_healthz_answers_even_when_everything_else_is_away(client: Client, redis_away: None) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.fixture
def composer(redis: Redis) -> Iterator[Heartbeat]:
    """A generation worker, as far as Redis knows."""
    heartbeat = Heartbeat(redis, "generate@test", ["generate"], lambda: True)
    heartbeat.start()
    wait_for(lambda: live_workers(redis, "generate") == 1)
    yield heartbeat
    heartbeat.stop()


def wait_for(holds: Callable[[], bool], seconds: float = 5) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_readyz_is_ready_when_all_that_it_needs_answers(client: Client, db: None, composer: Heartbeat) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ready",
        "checks": {"database": "ok", "redis": "ok", "results": "ok", "worker": "ok"},
    }


def test_readyz_is_not_ready_while_nobody_composes(client: Client, db: None, redis: Redis) -> None:
    Heartbeat(redis, "render@test", ["render"], lambda: True)._beat()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {"database": "ok", "redis": "ok", "results": "ok", "worker": "unavailable"}


def test_a_worker_that_stopped_is_counted_no_more(redis: Redis) -> None:
    heartbeat = Heartbeat(redis, "generate@test", ["generate"], lambda: True)
    heartbeat.start()
    wait_for(lambda: live_workers(redis, "generate") == 1)
    heartbeat.stop()
    assert live_workers(redis, "generate") == 0


def test_a_worker_that_fell_silent_is_counted_no_more(redis: Redis) -> None:
    redis.zadd(workers_key("generate"), {"generate@lost": int(time.time()) - SILENT_SECONDS - 5})
    assert live_workers(redis, "generate") == 0


def test_readyz_names_redis_when_it_is_away(client: Client, db: None, redis_away: None) -> None:
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {
        "database": "ok",
        "redis": "unavailable",
        "results": "ok",
        "worker": "unavailable",
    }


def test_readyz_names_the_database_when_it_is_away(
    client: Client, composer: Heartbeat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_ask_database", no_database)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {"database": "unavailable", "redis": "ok", "results": "ok", "worker": "ok"}


def test_the_api_says_503_while_the_database_is_away(
    client: Client, db: None, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    from web.api import job

    monkeypatch.setattr(job, "get_object_or_404", lambda *_, **__: no_database())
    response: Any = client.get("/api/v1/jobs/00000000-0000-4000-8000-000000000000")
    assert response.status_code == 503
    assert response["Retry-After"]
    assert response.json()["code"] == "database_unavailable"
