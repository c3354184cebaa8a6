"""POST /api/v1/jobs with what was `resolved` before: the same message, whatever the catalogue says by now."""

from __future__ import annotations

import base64
import copy
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from models_store.models import CARD_NAME
from tests.unit.midi_files import midi, scale
from tests.unit.web.builders import add_model
from tests.unit.web.test_continue import finished
from tests.unit.web.test_create_job import post
from tests.unit.web.test_refused_requests import refuse
from web.catalogue.models import Model, ModelVersion, Style, Type
from web.jobs.models import Job
from web.jobs.services.apply import apply_event
from worker.contract.events import JobEvent, StatusChanged
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from redis import Redis

    from worker.contract.results import ResultStore

PRIMER = base64.b64encode(midi(scale(40))).decode()
PART = {
    "role": "piano",
    "model": "piano_performance",
    "version": 1,
    "sha256": "0" * 64,
    "program": 0,
    "is_drum": False,
    "primer": [[0, 0.5, 60, 80]],
}


def message(job: dict[str, Any]) -> dict[str, Any]:
    """What a worker is told, but for the id."""
    spec = dict(Job.objects.get(pk=job["id"]).spec)
    assert spec.pop("job_id") == job["id"]
    return spec


def is_the_same_again(api: Client, job: dict[str, Any]) -> bool:
    response = post(api, **job["resolved"])
    assert response.status_code == 202, response.content
    again = response.json()
    return bool(message(again) == message(job) and again["resolved"] == job["resolved"])


@pytest.mark.parametrize(
    "body",
    [
        {"style": "piano"},
        {"style": "piano", "length_seconds": 12.5, "temperature": 0.7, "start_pitch": 60, "seed": 5},
        {"style": "drums", "variations": 2},
        {"style": "piano", "primer_midi": PRIMER},
    ],
)
def test_what_was_resolved_is_done_again(api: Client, body: dict[str, Any]) -> None:
    assert is_the_same_again(api, post(api, **body).json())


def test_a_piece_that_went_on_from_another_is_made_again(api: Client, store: ResultStore) -> None:
    parent = finished(store)
    assert is_the_same_again(api, post(api, parent=str(parent.pk)).json())


def test_it_is_made_again_when_its_parent_is_gone(api: Client, store: ResultStore) -> None:
    parent = finished(store)
    job = post(api, parent=str(parent.pk)).json()
    spec = message(job)
    Job.objects.filter(pk=parent.pk).update(expires_at=parent.created_at - timedelta(days=1))
    again = post(api, **job["resolved"]).json()
    assert message(again) == spec
    assert again["resolved"]["parent"] is None


def test_the_engine_that_made_it_may_stand_there(api: Client) -> None:
    resolved = post(api, style="piano").json()["resolved"]
    assert post(api, **{**resolved, "engine": "0.1.0+ab12"}).status_code == 202


@pytest.mark.parametrize(("made_by", "warnings"), [("engine 1", 0), ("engine 2", 1)])
def test_who_asks_for_a_piece_again_is_told_where_another_engine_makes_it(
    api: Client, made_by: str, warnings: int
) -> None:
    job = post(api, style="piano", engine="engine 1").json()
    apply_event(JobEvent(job["id"], 1, 0.0, StatusChanged(JobStatus.RUNNING, engine=made_by)))
    now = api.get(job["links"]["self"]).json()
    assert now["resolved"]["engine"] == made_by
    assert len(now["warnings"]) == warnings
    assert all("engine 1" in warning and "engine 2" in warning for warning in now["warnings"])


def test_an_older_version_plays_again_when_another_is_active(api: Client, tmp_path: Path) -> None:
    job = post(api, style="piano").json()
    add_model(tmp_path / "models", "piano_performance", 2)
    call_command("seed_catalogue", verbosity=0)
    Model.objects.update(active_version=None)
    Model.objects.filter(name="piano_performance").update(
        active_version=ModelVersion.objects.get(model__name="piano_performance", version=2)
    )
    assert post(api, style="piano").json()["resolved"]["parts"][0]["version"] == 2
    assert is_the_same_again(api, job)


def test_the_catalogue_may_have_forgotten_the_style(api: Client) -> None:
    job = post(api, style="piano", seed=1).json()
    Type.objects.all().delete()
    Style.objects.all().delete()
    assert is_the_same_again(api, job)


def asked(api: Client, **changed: Any) -> dict[str, Any]:
    """A request for parts that the service has, its first part changed."""
    sha256 = ModelVersion.objects.get(model__name="piano_performance").sha256
    return {"style": "piano", "type": "performance", "parts": [{**copy.deepcopy(PART), "sha256": sha256, **changed}]}


def test_what_is_left_out_beside_parts_has_defaults(api: Client) -> None:
    resolved = post(api, **asked(api)).json()["resolved"]
    assert (resolved["length_seconds"], resolved["temperature"], resolved["qpm"]) == (30.0, 1.0, 120.0)


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"model": "no_such"}, "#/parts/0/version", "model_unavailable"),
        ({"version": 7}, "#/parts/0/version", "model_unavailable"),
        ({"sha256": "f" * 64}, "#/parts/0/sha256", "model_unavailable"),
        ({"version": -1}, "#/parts/0/version", "too_small"),
        ({"version": 2**31}, "#/parts/0/version", "too_large"),
        ({"version": "1"}, "#/parts/0/version", "invalid"),
        ({"version": None}, "#/parts/0/version", "null"),
        ({"model": 5}, "#/parts/0/model", "invalid"),
        ({"model": "m" * 51}, "#/parts/0/model", "too_long"),
        ({"sha256": "F" * 64}, "#/parts/0/sha256", "invalid"),
        ({"sha256": "f" * 64 + "\n"}, "#/parts/0/sha256", "too_long"),
        ({"role": ""}, "#/parts/0/role", "blank"),
        ({"role": "\u5f26"}, "#/parts/0/role", "invalid"),
        ({"role": "a\n"}, "#/parts/0/role", "invalid"),
        ({"program": 128}, "#/parts/0/program", "too_large"),
        ({"is_drum": 1}, "#/parts/0/is_drum", "invalid"),
        ({"is_drum": "true"}, "#/parts/0/is_drum", "invalid"),
        ({"mood": "happy"}, "#/parts/0/mood", "unknown_field"),
        ({"octaves": 5}, "#/parts/0/octaves", "too_large"),
        ({"octaves": -5}, "#/parts/0/octaves", "too_small"),
        ({"octaves": 0.5}, "#/parts/0/octaves", "invalid"),
        ({"voicing": "chord"}, "#/parts/0/voicing", "unknown"),
        ({"touch": "feather"}, "#/parts/0/touch", "unknown"),
        ({"touch": ""}, "#/parts/0/touch", "blank"),
        ({"lowest_pitch": -1}, "#/parts/0/lowest_pitch", "too_small"),
        ({"highest_pitch": 128}, "#/parts/0/highest_pitch", "too_large"),
        ({"lowest_pitch": 60, "highest_pitch": 70}, "#/parts/0/highest_pitch", "too_small"),
        ({"lowest_pitch": 120}, "#/parts/0/highest_pitch", "too_small"),
        ({"render_chords": 1}, "#/parts/0/render_chords", "invalid"),
        ({"primer": []}, "#/parts/0/primer", "invalid"),
        ({"primer": [[0, 1, 60, 80]] * 513}, "#/parts/0/primer", "invalid"),
        ({"primer": {"0": 1}}, "#/parts/0/primer", "invalid"),
        *[
            ({"primer": [[0, 1, 60, 80], note]}, "#/parts/0/primer/1", "invalid")
            for note in (
                *([], 5, None, [0, 1, 60], [0, 1, 60, 80, 0], ["0", 1, 60, 80], [True, 2, 60, 80], [[0], 1, 60, 80]),
                *([1, 1, 60, 80], [2, 1, 60, 80], [-0.1, 1, 60, 80], [0, 15.1, 60, 80], [0, 10**400, 60, 80]),
                *([0, 1, 60.5, 80], [0, 1, 128, 80], [0, 1, -1, 80], [0, 1, 60, 0], [0, 1, 60, 128]),
            )
        ],
    ],
)
def test_a_part_that_is_none_is_refused_at_its_place(
    api: Client, redis: Redis, changed: dict[str, Any], pointer: str, code: str
) -> None:
    (error,) = refuse(api, redis, asked(api, **changed))["errors"]
    assert (error["pointer"], error["code"]) == (pointer, code)


@pytest.mark.parametrize("given", [5, "parts", {}, [], [[]], [5], [None], [PART] * 9])
def test_parts_that_are_none_are_refused(api: Client, redis: Redis, given: Any) -> None:
    problem = refuse(api, redis, {"style": "piano", "type": "performance", "parts": given})
    assert problem["errors"][0]["pointer"].startswith("#/parts")


def test_a_model_that_has_left_the_store_is_refused(api: Client, redis: Redis, tmp_path: Path) -> None:
    (tmp_path / "models" / "piano_performance" / "1" / CARD_NAME).unlink()
    (error,) = refuse(api, redis, asked(api))["errors"]
    assert (error["pointer"], error["code"]) == ("#/parts/0/version", "model_unavailable")
    assert "piano_performance version 1" in error["detail"]


def test_every_part_that_is_not_there_is_named(api: Client, redis: Redis) -> None:
    body = asked(api)
    body["parts"] = [body["parts"][0], PART, {**PART, "version": 9}]
    assert [error["pointer"] for error in refuse(api, redis, body)["errors"]] == [
        "#/parts/1/sha256",
        "#/parts/2/version",
    ]


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"style": None}, "#/style", "required"),
        ({"type": None}, "#/type", "required"),
        ({"style": "a style"}, "#/style", "invalid"),
        ({"type": "caf\u00e9"}, "#/type", "invalid"),
        ({"start_pitch": 60}, "#/start_pitch", "not_applicable"),
        ({"primer_midi": PRIMER}, "#/primer_midi", "not_applicable"),
    ],
)
def test_what_does_not_go_with_parts_is_refused(
    api: Client, redis: Redis, changed: dict[str, Any], pointer: str, code: str
) -> None:
    (error,) = refuse(api, redis, {**asked(api), **changed})["errors"]
    assert (error["pointer"], error["code"]) == (pointer, code)


def test_drums_alone_take_no_starting_pitch(api: Client, redis: Redis) -> None:
    body = {**asked(api, is_drum=True, primer=None), "start_pitch": 60}
    assert refuse(api, redis, body)["errors"][0]["code"] == "not_applicable"


@pytest.mark.parametrize("given", [5, "", "e" * 81, ["0.1"]])
def test_what_names_no_engine_is_refused(api: Client, redis: Redis, given: Any) -> None:
    (error,) = refuse(api, redis, {"style": "piano", "engine": given})["errors"]
    assert error["pointer"] == "#/engine"


@pytest.mark.parametrize(("given", "code"), [(19.9, "too_small"), (300.1, "too_large"), ("97", "invalid")])
def test_a_tempo_beyond_its_limits_is_refused(api: Client, redis: Redis, given: Any, code: str) -> None:
    (error,) = refuse(api, redis, {"style": "piano", "qpm": given})["errors"]
    assert (error["pointer"], error["code"]) == ("#/qpm", code)


def test_a_tempo_that_is_asked_for_is_the_pieces(api: Client) -> None:
    ModelVersion.objects.update(config="basic_rnn")
    job = post(api, style="piano", qpm=20).json()
    assert job["resolved"]["qpm"] == message(job)["qpm"] == 20.0
