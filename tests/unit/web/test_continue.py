"""POST /api/v1/jobs with `parent`: a piece that goes on from another one."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from tests.unit.midi_files import midi, scale, track
from tests.unit.web.builders import RESOLVED, add_job
from tests.unit.web.test_create_job import post
from tests.unit.web.test_refused_requests import only_error, refuse
from web.catalogue.models import Style
from web.jobs.models import Job, ResultFile
from worker.contract.results import MIDI_NAME, ResultStore
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from django.test import Client

HOUR = timedelta(hours=1)


def finished(store: ResultStore, content: bytes | None = None, attempt: int = 1, **fields: Any) -> Job:
    """A job that succeeded, and its piece."""
    job = add_job(JobStatus.SUCCEEDED, **fields)
    stored = store.put(str(job.pk), attempt, MIDI_NAME, midi(scale(8)) if content is None else content)
    ResultFile.objects.create(
        job=job,
        name=stored.name,
        media_type=stored.media_type,
        bytes=stored.bytes,
        sha256=stored.sha256,
        attempt=attempt,
    )
    return job


def not_made(api: Client, **body: Any) -> Any:
    """The only error of a request that is refused; jobs that were there before do not count."""
    before = Job.objects.count()
    response = post(api, **body)
    assert response.status_code == 422
    assert Job.objects.count() == before
    return only_error(response.json())


def test_a_piece_goes_on_from_another_with_its_style_and_type(api: Client, store: ResultStore) -> None:
    parent = finished(store, attempt=2)
    job = post(api, parent=str(parent.pk)).json()
    resolved = job["resolved"]
    assert (resolved["style"], resolved["type"], resolved["length_seconds"]) == ("piano", "performance", 30.0)
    assert resolved["parent"] == str(parent.pk)
    assert [note[2] for note in resolved["parts"][0]["primer"]] == list(range(48, 56))
    assert Job.objects.get(pk=job["id"]).parent == parent


def test_it_may_be_of_another_style(api: Client, store: ResultStore) -> None:
    parent = finished(store, midi(track([(0, 120, 36)], channel=9)))
    resolved = post(api, parent=str(parent.pk), style="drums").json()["resolved"]
    assert (resolved["style"], resolved["type"]) == ("drums", "groove")


def test_of_the_parents_style_another_type_may_be_asked_for(api: Client, store: ResultStore) -> None:
    parent = finished(store)
    error = not_made(api, parent=str(parent.pk), type="waltz")
    assert (error["pointer"], error["limit"]) == ("#/type", ["performance"])


def test_a_style_that_is_gone_must_be_replaced(api: Client, store: ResultStore) -> None:
    Style.objects.filter(slug="piano").update(is_enabled=False)
    assert not_made(api, parent=str(finished(store).pk))["pointer"] == "#/style"


@pytest.mark.parametrize(
    "given", [str(uuid.UUID(int=7)), "not an id", "", 5, ["a"], True, {"id": 1}, "\ud800", "0" * 5000]
)
def test_no_such_job_is_refused(api: Client, given: Any) -> None:
    error = not_made(api, style="piano", parent=given)
    assert (error["pointer"], error["code"]) == ("#/parent", "unknown")


def test_a_job_whose_time_is_over_is_unknown(api: Client, store: ResultStore) -> None:
    parent = finished(store, expires_at=timezone.now() - HOUR)
    assert not_made(api, parent=str(parent.pk))["code"] == "unknown"


def test_a_job_whose_file_was_just_removed_is_unknown(api: Client, store: ResultStore) -> None:
    parent = finished(store)
    store.delete(str(parent.pk))
    assert not_made(api, parent=str(parent.pk))["code"] == "unknown"


@pytest.mark.parametrize(
    ("status", "words"),
    [(JobStatus.QUEUED, "wait"), (JobStatus.RUNNING, "wait"), (JobStatus.FAILED, "ended failed")],
)
def test_a_job_without_a_piece_is_refused(api: Client, status: JobStatus, words: str) -> None:
    error = not_made(api, parent=str(add_job(status).pk))
    assert (error["pointer"], error["code"]) == ("#/parent", "not_finished")
    assert words in error["detail"]


def test_a_piece_with_nothing_to_hear_is_refused(api: Client, store: ResultStore) -> None:
    error = not_made(api, parent=str(finished(store).pk), style="drums")
    assert (error["pointer"], error["code"]) == ("#/parent", "invalid_primer")
    assert "no drum note" in error["detail"]


def test_a_starting_pitch_does_not_go_with_a_parent(api: Client, store: ResultStore) -> None:
    error = not_made(api, parent=str(finished(store).pk), start_pitch=60)
    assert (error["pointer"], error["code"]) == ("#/start_pitch", "not_applicable")


def test_without_a_parent_a_style_is_required(api: Client, redis: Any) -> None:
    error = only_error(refuse(api, redis, {"parent": None, "type": "performance"}))
    assert (error["pointer"], error["code"]) == ("#/style", "required")


def test_a_parent_of_a_style_that_had_parts_of_its_own_is_gone_on_from_in_another(
    api: Client, store: ResultStore
) -> None:
    parent = finished(store, resolved={**RESOLVED, "style": "my-own"})
    assert not_made(api, parent=str(parent.pk))["given"] == "my-own"
    assert post(api, parent=str(parent.pk), style="piano").status_code == 202
