"""POST /pieces/{id}/{action}: the buttons of one's own piece."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from tests.unit.web.builders import RESOLVED, add_job
from web.jobs.models import Job
from web.pieces.views.act import REQUESTS
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from redis import Redis


@pytest.fixture
def made(api: Client) -> Job:
    """A job that this browser asked for."""
    body = {"style": "piano", "length_seconds": 20, "seed": 5, "start_pitch": 60}
    answer: Any = api.post("/api/v1/jobs", body, content_type="application/json")
    return Job.objects.get(pk=answer.json()["id"])


def act(client: Client, job: Job, action: str) -> Any:
    return client.post(f"/pieces/{job.id}/{action}")


def led_to(answer: Any) -> Job:
    assert answer.status_code == 303
    return Job.objects.get(pk=answer["Location"].removeprefix("/pieces/"))


def test_same_again_is_the_same_message(api: Client, made: Job) -> None:
    again = led_to(act(api, made, "again"))
    assert again.pk != made.pk
    assert {**again.spec, "job_id": ""} == {**made.spec, "job_id": ""}
    assert again.client == made.client


def test_a_new_seed_changes_nothing_else(api: Client, made: Job) -> None:
    other = led_to(act(api, made, "other"))
    assert other.resolved["seed"] != made.resolved["seed"]
    assert {**other.resolved, "seed": 5} == made.resolved


@pytest.mark.parametrize(("asked", "kept"), [({}, None), ({"chords": "C"}, ["C"])])
def test_a_new_seed_lays_a_piece_out_anew_over_the_chords_that_were_asked_for(
    api: Client, asked: dict[str, str], kept: list[str] | None
) -> None:
    plan = {"tonic": 0, "is_minor": False, "sections": []}
    part = {"role": "lead", "primer": None}
    job = add_job(request=asked, resolved={**RESOLVED, "chords": ["C"], "plan": plan, "parts": [part]})
    wishes = REQUESTS["other"](job)
    assert wishes.get("chords") == kept
    assert not {"seed", "plan", "parts"} & wishes.keys()


def test_a_part_that_begins_with_something_keeps_it_and_its_plan_with_a_new_seed(api: Client) -> None:
    laid_out = {"plan": {"sections": []}, "parts": [{"role": "lead", "primer": [[0.0, 1.0, 60, 80]]}]}
    assert REQUESTS["other"](add_job(resolved={**RESOLVED, **laid_out})).items() >= laid_out.items()


def test_four_variations_are_four_jobs(api: Client, made: Job) -> None:
    first = led_to(act(api, made, "variations"))
    assert len(first.variations or ()) == 4
    assert Job.objects.count() == 5


def test_a_piece_is_gone_on_from(client: Client, job: Job) -> None:
    following = led_to(act(client, job, "continue"))
    assert (following.parent_id, following.resolved["style"]) == (job.pk, "piano")
    assert following.resolved["parts"][0]["primer"]


def test_what_is_no_piece_yet_cannot_be_gone_on_from_and_its_page_says_so(api: Client, made: Job) -> None:
    answer = act(api, made, "continue")
    assert answer.status_code == 422
    assert "wait until it has succeeded" in answer.content.decode()
    assert 'id="own-piece"' in answer.content.decode()


def test_cancel_ends_what_waits(api: Client, made: Job) -> None:
    assert led_to(act(api, made, "cancel")).status == JobStatus.CANCELED


def test_delete_leaves_nothing_and_leads_to_the_list(api: Client, made: Job) -> None:
    answer = act(api, made, "erase")
    assert (answer.status_code, answer["Location"]) == (303, "/pieces")
    assert not Job.objects.exists()


@pytest.mark.parametrize("action", ["nothing", "REQUESTS"])
def test_there_are_no_other_actions(api: Client, made: Job, action: str) -> None:
    assert act(api, made, action).status_code == 404


def test_a_job_that_is_not_there_is_not_found(api: Client) -> None:
    assert api.post("/pieces/12345678-1234-1234-1234-123456789abc/again").status_code == 404


def test_nothing_is_done_on_a_get(api: Client, made: Job) -> None:
    assert api.get(f"/pieces/{made.id}/erase").status_code == 405
    assert Job.objects.count() == 1


def test_nothing_is_done_for_another_site(api: Client, made: Job) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert act(strict, made, "erase").status_code == 403
    assert Job.objects.count() == 1


def test_while_redis_is_away_the_page_says_when_to_come_again(
    client: Client, catalogue: None, redis_away: None
) -> None:
    answer = act(client, add_job(), "cancel")
    assert (answer.status_code, bool(answer["Retry-After"])) == (503, True)


def test_a_page_that_was_posted_to_is_never_kept(api: Client, made: Job, redis: Redis) -> None:
    assert act(api, made, "continue")["Cache-Control"] == "no-store"


def test_a_new_seed_draws_another_groove_where_none_was_asked_for() -> None:
    drums = {"role": "drums", "is_drum": True, "primer": [[0, 0.1, 36, 100]]}
    resolved = {"style": "drums", "groove": "rock", "plan": None, "parts": [drums], "seed": 7}
    other = REQUESTS["other"]
    assert other(Job(resolved=resolved, request={})) == {"style": "drums", "variations": 1}
    assert other(Job(resolved=resolved, request={"groove": "rock"}))["groove"] == "rock"
    from_a_file = {**resolved, "groove": None}
    assert other(Job(resolved=from_a_file, request={}))["parts"] == [drums]
