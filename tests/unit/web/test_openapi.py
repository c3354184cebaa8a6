"""The API's description of itself: whole, true, and without any other host."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.staticfiles import finders
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.unit.web.builders import add_job, event
from web.api.schema import AUDIO, FILE
from web.jobs.services.apply import apply_event
from worker.contract.errors import ErrorCode, JobError
from worker.contract.events import AudioChanged, FileStored, Progressed, StatusChanged
from worker.contract.journal import JournalWriter
from worker.contract.status import AudioStatus, JobStatus

if TYPE_CHECKING:
    from django.test import Client
    from redis import Redis


@pytest.fixture
def description(client: Client) -> Any:
    return client.get("/api/v1/openapi.json").json()


def validate(description: Any, shape: str, body: Any) -> None:
    schema = {"$ref": f"#/components/schemas/{shape}", "components": description["components"]}
    Draft202012Validator(schema).validate(body)
    properties = description["components"]["schemas"][shape]["properties"]
    assert set(body) <= set(properties), "the answer has fields that the description does not know"


def test_it_is_openapi_3_1_and_names_every_address(description: Any) -> None:
    assert description["openapi"].startswith("3.1")
    assert set(description["paths"]) == {
        "/api/v1/jobs",
        "/api/v1/jobs/{job_id}",
        "/api/v1/jobs/{job_id}/cancel",
        "/api/v1/jobs/{job_id}/events",
        "/api/v1/jobs/{job_id}/files/{name}",
        "/api/v1/jobs/{job_id}/audio.{suffix}",
        "/api/v1/jobs/{job_id}/parts/{place}.mid",
        "/api/v1/jobs/{job_id}/roll.svg",
        "/api/v1/jobs/{job_id}/rating",
        "/api/v1/jobs/{job_id}/heard",
        "/p/{share_id}/rating",
        "/p/{share_id}/heard",
        "/api/v1/queue",
        "/api/v1/catalogue",
    }


def test_the_request_is_described_with_the_limits_that_are_kept(description: Any) -> None:
    properties = description["components"]["schemas"]["JobRequest"]["properties"]
    assert (properties["length_seconds"]["minimum"], properties["length_seconds"]["maximum"]) == (5, 180)
    assert (properties["temperature"]["minimum"], properties["temperature"]["maximum"]) == (0.1, 2.0)
    assert (properties["start_pitch"]["minimum"], properties["start_pitch"]["maximum"]) == (21, 108)
    assert (properties["seed"]["minimum"], properties["seed"]["maximum"]) == (0, 2147483647)


def test_every_refusal_is_described_as_a_problem(description: Any) -> None:
    responses = description["paths"]["/api/v1/jobs"]["post"]["responses"]
    assert set(responses) == {"201", "202", "400", "413", "415", "422", "429", "500", "503"}
    for status, response in responses.items():
        assert list(response["content"]) == ["application/json" if status[0] == "2" else "application/problem+json"]


def test_a_job_is_as_it_is_described_from_beginning_to_end(api: Client, redis: Redis, description: Any) -> None:
    created = api.post("/api/v1/jobs", {"style": "piano", "start_pitch": 60}, content_type="application/json")
    validate(description, "Job", created.json())
    job = add_job()
    JournalWriter(redis, str(job.id), 1).write(Progressed(1, 0.5, 0.1))
    for payload in (
        StatusChanged(JobStatus.RUNNING),
        FileStored("piece.mid", "audio/midi", 1, "a" * 64),
        StatusChanged(JobStatus.SUCCEEDED, warnings=("a warning",)),
        AudioChanged(AudioStatus.FAILED, JobError(ErrorCode.RENDER_FAILED, "no SoundFont")),
    ):
        validate(description, "Job", api.get(f"/api/v1/jobs/{job.id}").json())
        apply_event(event(job, payload))
    validate(description, "Job", api.get(f"/api/v1/jobs/{job.id}").json())


def test_the_catalogue_and_a_problem_are_as_they_are_described(api: Client, description: Any) -> None:
    validate(description, "Catalogue", api.get("/api/v1/catalogue").json())
    refused = api.post("/api/v1/jobs", {"style": 5, "x": []}, content_type="application/json")
    validate(description, "Problem", refused.json())


def test_the_page_asks_this_host_alone(client: Client) -> None:
    page = client.get("/api/v1/docs").content.decode()
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(addresses) >= 3
    assert all(address.startswith("/") and not address.startswith("//") for address in addresses)
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)


def test_everything_the_page_asks_for_is_there(client: Client) -> None:
    page = client.get("/api/v1/docs").content.decode()
    for address in re.findall(r'(?:src|href)="([^"]+)"', page):
        if address.startswith("/static/"):
            assert finders.find(address.removeprefix("/static/")), address
        else:
            assert client.get(address).status_code == 200


def test_every_problem_code_is_explained(api: Client, description: Any) -> None:
    post = partial(api.post, "/api/v1/jobs", content_type="application/json")
    answers = [
        post({}),
        post("{"),
        post(" " * 400_000),
        api.post("/api/v1/jobs", "style=piano", content_type="text/plain"),
        api.put("/api/v1/jobs"),
        api.get("/api/v1/nothing"),
        api.get("/api/v1/catalogue", headers={"host": "evil.example"}),
    ]
    codes = [answer.json()["code"] for answer in answers]
    assert len(set(codes)) == len(answers)
    assert all(f"`{code}`" in description["info"]["description"] for code in codes)


def test_files_are_described_by_their_media_types() -> None:
    audio = {"audio/mpeg", "audio/wav", "audio/ogg"}
    assert {media_type for _, media_type in FILE} == {"audio/midi", *audio}
    assert {media_type for _, media_type in AUDIO} == audio
