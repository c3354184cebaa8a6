"""GET /metrics."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import OperationalError
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from tests.unit.web.builders import add_job, event
from web.jobs.services.queue_state import queue_now
from web.operate import now
from web.operate.rules import rules
from web.ops import metrics
from worker.contract.events import StatusChanged
from worker.contract.gauges import Gauge, tell_gauges
from worker.contract.liveness import Heartbeat
from worker.contract.queues import CHANGES_STREAM, INGEST_GROUP
from worker.contract.status import JobStatus
from worker.contract.totals import Total, Totals

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings
    from redis import Redis

Series = dict[tuple[str, ...], float]


def scrape(client: Client) -> Series:
    """Values by name and label values."""
    metrics._series.forget()
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain; version=")
    families = text_string_to_metric_families(response.content.decode())
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def no_database() -> None:
    raise OperationalError("the server closed the connection")


def test_jobs_are_counted_by_status_those_of_none_too(client: Client, db: None, redis: Redis) -> None:
    for status in (JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.RUNNING, JobStatus.SUCCEEDED):
        add_job(status)
    found = scrape(client)
    counts = {status: found["cadenza_jobs", status] for status in JobStatus}
    assert counts == {"queued": 1, "running": 2, "succeeded": 1, "failed": 0, "canceled": 0, "expired": 0}


def test_an_autoscaler_is_told_how_many_jobs_there_are_for_each_slot(client: Client, db: None, redis: Redis) -> None:
    for status in [JobStatus.QUEUED] * 4 + [JobStatus.RUNNING] * 2:
        add_job(status)
    assert scrape(client)["cadenza_jobs_demand",] == 6
    Heartbeat(redis, "one", ["generate"], lambda: True, 4)._beat()
    queue_now.forget()
    found = scrape(client)
    assert found["cadenza_jobs_demand",] == 1.5
    assert (found["cadenza_workers", "generate"], found["cadenza_slots", "generate"]) == (1, 4)
    assert (found["cadenza_workers", "render"], found["cadenza_slots", "render"]) == (0, 0)


def test_the_oldest_queued_job_shows_how_long_people_wait(client: Client, db: None, redis: Redis) -> None:
    assert scrape(client)["cadenza_oldest_queued_seconds",] == 0
    add_job(age=timedelta(seconds=90))
    add_job(JobStatus.RUNNING, age=timedelta(hours=1))
    assert scrape(client)["cadenza_oldest_queued_seconds",] == pytest.approx(90, abs=2)


def test_messages_that_wait_are_counted_by_queue(client: Client, db: None, redis: Redis) -> None:
    redis.rpush("render", "a message", "another")
    found = scrape(client)
    assert (found["cadenza_queue_depth", "generate"], found["cadenza_queue_depth", "render"]) == (0, 2)


def test_ingest_lags_by_what_it_did_not_acknowledge(client: Client, db: None, redis: Redis) -> None:
    assert ("cadenza_ingest_lag_entries",) not in scrape(client)
    redis.xgroup_create(CHANGES_STREAM, INGEST_GROUP, id="0", mkstream=True)
    for _ in range(3):
        fields: Any = event(add_job(), StatusChanged(JobStatus.RUNNING)).to_fields()
        redis.xadd(CHANGES_STREAM, fields)
    assert scrape(client)["cadenza_ingest_lag_entries",] == 3
    read: Any = redis.xreadgroup(INGEST_GROUP, "ingest", {CHANGES_STREAM: ">"}, count=2)
    assert scrape(client)["cadenza_ingest_lag_entries",] == 3
    redis.xack(CHANGES_STREAM, INGEST_GROUP, *[entry_id for entry_id, _ in read[0][1]])
    assert scrape(client)["cadenza_ingest_lag_entries",] == 1


def test_while_redis_is_away_the_rest_is_there(client: Client, db: None, redis_away: None) -> None:
    found = scrape(client)
    assert (found["cadenza_up", "redis"], found["cadenza_up", "database"]) == (0, 1)
    assert found["cadenza_jobs", "queued"] == 0
    assert not {"cadenza_workers", "cadenza_slots", "cadenza_jobs_demand"} & {name for name, *_ in found}


def test_while_the_database_is_away_the_rest_is_there(
    client: Client, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(metrics._PARTS, "database", no_database)
    found = scrape(client)
    assert (found["cadenza_up", "redis"], found["cadenza_up", "database"]) == (1, 0)
    assert found["cadenza_queue_depth", "generate"] == 0
    assert "cadenza_jobs" not in {name for name, *_ in found}


def test_requests_are_counted_by_route_and_status_and_never_by_path(client: Client, db: None, redis: Redis) -> None:
    job = add_job()
    route = "api/v1/jobs/<uuid:job_id>"
    before = scrape(client).get(("cadenza_http_request_seconds_count", route, "200"), 0)
    client.get(f"/api/v1/jobs/{job.id}")
    client.get("/nothing/of/the/kind")
    found = scrape(client)
    assert found["cadenza_http_request_seconds_count", route, "200"] == before + 1
    assert found["cadenza_http_request_seconds_count", "none", "404"] >= 1
    assert not any(str(job.id) in part or "kind" in part for labels in found for part in labels)


def test_however_often_it_is_scraped_the_parts_are_asked_once_a_second(
    client: Client, db: None, redis: Redis, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rules()
    with django_assert_num_queries(7):
        for _ in range(5):
            client.get("/metrics")


def test_listeners_waits_and_what_went_wrong_are_told_of_the_last_hour(client: Client, db: None, redis: Redis) -> None:
    assert ("cadenza_wait_seconds", "0.95") not in scrape(client)
    began = timezone.now() - timedelta(minutes=5)
    for wait_seconds in (1, 2, 3, 30):
        add_job(JobStatus.RUNNING, age=timedelta(minutes=5), started_at=began + timedelta(seconds=wait_seconds))
    add_job(JobStatus.FAILED, attempt=3, error={"code": "worker_lost"})
    add_job(JobStatus.FAILED, age=timedelta(hours=2), attempt=2, error={"code": "internal"})
    now.look.forget()
    found = scrape(client)
    assert found["cadenza_wait_seconds", "0.5"] == pytest.approx(3, abs=0.5)
    assert found["cadenza_wait_seconds", "0.95"] == pytest.approx(30, abs=0.5)
    assert found["cadenza_hour_errors", "worker_lost"] == 1
    assert ("cadenza_hour_errors", "internal") not in found
    assert found["cadenza_hour_restarted_jobs",] == 1


def test_refusals_are_counted_by_their_reason(
    client: Client, catalogue: None, redis: Redis, settings: Settings
) -> None:
    refused = ("cadenza_refused_total", "queue_full")
    before = scrape(client).get(refused, 0)
    settings.QUEUE_LIMIT = 1
    rules.forget()
    add_job()
    queue_now.forget()
    answer = client.post("/api/v1/jobs", {"style": "piano", "length_seconds": 5}, "application/json")
    assert answer.status_code == 503
    assert scrape(client)[refused] == before + 1


@pytest.mark.parametrize("peer", ["127.0.0.1", "10.1.2.3", "100.64.0.9", "::1", "fd00::7", "::ffff:192.168.1.4"])
def test_who_asks_from_inside_may_read(client: Client, db: None, redis: Redis, peer: str) -> None:
    assert client.get("/metrics", REMOTE_ADDR=peer).status_code == 200


@pytest.mark.parametrize("peer", ["93.184.216.34", "2606:2800:220:1::1"])
def test_who_asks_from_the_internet_may_not(client: Client, peer: str) -> None:
    answer = client.get("/metrics", REMOTE_ADDR=peer)
    assert answer.status_code == 403
    assert b"cadenza_" not in answer.content


def test_what_a_proxy_asks_for_somebody_comes_from_outside(client: Client) -> None:
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.2", headers={"X-Forwarded-For": "10.0.0.9"}).status_code == 403


def test_with_a_token_it_alone_counts(client: Client, db: None, redis: Redis, settings: Settings) -> None:
    settings.METRICS_TOKEN = "t" * 32
    without = client.get("/metrics", REMOTE_ADDR="127.0.0.1")
    assert (without.status_code, without["WWW-Authenticate"]) == (401, "Bearer")
    assert client.get("/metrics", headers={"Authorization": "Bearer " + "u" * 32}).status_code == 401
    right = {"Authorization": "Bearer " + "t" * 32, "X-Forwarded-For": "93.184.216.34"}
    assert client.get("/metrics", headers=right).status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/metrics"])
def test_probes_are_answered_under_any_name(client: Client, db: None, redis: Redis, path: str) -> None:
    assert client.get(path, headers={"Host": "10.42.0.7:8000"}).status_code == 200
    assert client.get("/api/v1/queue", headers={"Host": "10.42.0.7:8000"}).status_code == 400


def test_what_workers_did_is_told_also_of_those_that_are_gone(client: Client, db: None, redis: Redis) -> None:
    assert scrape(client)["cadenza_engine_calls_total",] == 0
    for _ in range(2):
        totals = Totals()
        totals.add(Total.ENGINE_CALLS, 10)
        totals.add(Total.RUNS, label="succeeded")
        totals.first_note(0.3)
        totals.tell(redis)
    found = scrape(client)
    assert found["cadenza_engine_calls_total",] == 20
    assert found["cadenza_runs_total", "succeeded"] == 2
    assert found["cadenza_first_note_seconds_sum",] == pytest.approx(0.6)
    assert [found["cadenza_first_note_seconds_bucket", bound] for bound in ("0.2", "0.4", "60.0", "+Inf")] == [
        0,
        2,
        2,
        2,
    ]


def test_what_a_worker_holds_is_told_while_it_lives(client: Client, db: None, redis: Redis) -> None:
    heartbeat = Heartbeat(redis, "generate@one", ["generate", "generate.batch"], lambda: True)
    heartbeat.start()
    heartbeat._beat()
    tell_gauges(redis, "generate@one", {Gauge.NETWORKS: 3, Gauge.RESIDENT_BYTES: 1e9})
    found = scrape(client)
    assert found["cadenza_worker_networks", "generate@one"] == 3
    assert found["cadenza_worker_resident_bytes", "generate@one"] == 1e9
    heartbeat.stop()
    assert not any("cadenza_worker_networks" in labels for labels in scrape(client))
