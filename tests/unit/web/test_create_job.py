"""POST /api/v1/jobs, as it should go."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from web.catalogue.models import Type
from web.jobs.models import Job
from worker.contract.job_spec import JobSpec
from worker.contract.queues import GENERATE_QUEUE, GENERATE_TASK

if TYPE_CHECKING:
    from django.test import Client
    from redis import Redis


def post(api: Client, **body: Any) -> Any:
    return api.post("/api/v1/jobs", body, content_type="application/json")


def sent_message(redis: Redis) -> tuple[dict[str, Any], dict[str, Any]]:
    """The headers of the only message in the queue, and the spec it carries."""
    import base64

    (raw,) = redis.lrange(GENERATE_QUEUE, 0, -1)
    message = json.loads(raw)
    (args, _, _) = json.loads(base64.b64decode(message["body"]))
    return message["headers"], args[0]


def test_a_request_is_accepted_with_the_place_to_ask_for_it(api: Client) -> None:
    response = post(api, style="piano", type="performance", length_seconds=30)
    job = response.json()
    assert response.status_code == 202
    assert response["Location"] == job["links"]["self"] == f"/api/v1/jobs/{job['id']}"
    assert response["Retry-After"] == "1"
    assert job["status"] == "queued"


def test_the_job_has_every_field_from_the_first_answer(api: Client) -> None:
    job = post(api, style="drums").json()
    assert set(job) == {
        *("id", "status", "created_at", "started_at", "finished_at", "expires_at", "request", "resolved"),
        *("progress", "queue", "attempt", "warnings", "error", "audio", "files", "parts", "links", "variations"),
        "cancel_requested_at",
    }
    assert job["audio"] == {"status": "pending", "error": None}
    assert (job["attempt"], job["warnings"], job["files"]) == (0, [], [])


def test_what_was_left_out_is_filled_in_from_the_catalogue(api: Client) -> None:
    job = post(api, style="piano").json()
    assert job["request"] == {"style": "piano"}
    resolved = job["resolved"]
    assert (resolved["type"], resolved["length_seconds"], resolved["temperature"]) == ("performance", 30.0, 1.0)
    assert (resolved["qpm"], resolved["start_pitch"]) == (120.0, None)
    assert [(part["role"], part["model"], part["version"]) for part in resolved["parts"]] == [
        ("piano", "piano_performance", 1)
    ]


def test_what_was_asked_is_done_as_it_was_asked(api: Client) -> None:
    asked = {"length_seconds": 12.5, "temperature": 0.7, "start_pitch": 60, "seed": 5}
    resolved = post(api, style="piano", **asked).json()["resolved"]
    assert {name: resolved[name] for name in asked} == asked


def test_null_stands_for_leaving_it_out(api: Client) -> None:
    response = post(api, style="piano", type=None, length_seconds=None, start_pitch=None, seed=None)
    assert response.status_code == 202
    assert response.json()["resolved"]["length_seconds"] == 30.0


def test_without_a_seed_each_job_draws_its_own(api: Client) -> None:
    seeds = {post(api, style="piano").json()["resolved"]["seed"] for _ in range(5)}
    assert len(seeds) == 5
    assert all(0 <= seed <= 2**31 - 1 for seed in seeds)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[("length_seconds", value) for value in (5, 180, 5.0)],
        *[("temperature", value) for value in (0.1, 2.0, 1)],
        *[("start_pitch", value) for value in (21, 108, 60.0)],
        *[("seed", value) for value in (0, 2**31 - 1)],
    ],
)
def test_values_on_their_limits_are_taken(api: Client, field: str, value: float) -> None:
    response = post(api, style="piano", **{field: value})
    assert response.status_code == 202
    assert response.json()["resolved"][field] == value


def test_the_message_is_a_spec_with_nothing_left_to_look_up(api: Client, redis: Redis) -> None:
    job = post(api, style="piano", length_seconds=30, start_pitch=60, temperature=0.5, seed=9).json()
    headers, body = sent_message(redis)
    spec = JobSpec.from_json(body)
    assert (headers["task"], headers["id"]) == (GENERATE_TASK, job["id"])
    assert (spec.job_id, spec.style, spec.type) == (job["id"], "piano", "performance")
    assert (spec.length_seconds, spec.qpm, spec.seed) == (30.0, 120.0, 9)
    (part,) = spec.parts
    assert (part.role, part.sampling.temperature, part.primer.start_pitch) == ("piano", 0.5, 60)
    assert part.model.sha256 == job["resolved"]["parts"][0]["sha256"]


def test_the_row_keeps_the_message_as_it_was_sent(api: Client, redis: Redis) -> None:
    job = post(api, style="drums").json()
    _, body = sent_message(redis)
    assert Job.objects.get(pk=job["id"]).spec == body


def test_a_changed_default_takes_effect_on_the_next_job(api: Client) -> None:
    assert post(api, style="piano").json()["resolved"]["length_seconds"] == 30.0
    performance = Type.objects.get(slug="performance")
    performance.default_length_seconds = 45
    performance.save()
    assert post(api, style="piano").json()["resolved"]["length_seconds"] == 45.0
