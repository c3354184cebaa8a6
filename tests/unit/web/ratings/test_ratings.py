"""PUT, GET and DELETE of one's own rating, by the job's id and by the share id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.unit.midi_files import midi, scale
from tests.unit.web.builders import add_job, add_piece
from web.limits.client import HEADER
from web.ratings.models import Rating
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from pytest_django import Settings
    from redis import Redis

    from web.jobs.models import Job
    from worker.contract.results import ResultStore

GOOD = {"stars": 4, "comment": "Like rain."}


@pytest.fixture
def job(db: None, redis: Redis, store: ResultStore) -> Job:
    return add_piece(store, midi(scale(4)))


@pytest.fixture(params=["by the id", "by the share id"])
def address(request: pytest.FixtureRequest, job: Job) -> str:
    by_id = request.param == "by the id"
    return f"/api/v1/jobs/{job.id}/rating" if by_id else f"/p/{job.share_id}/rating"


def rate(client: Client, address: str, body: Any = GOOD) -> Any:
    return client.put(address, body, content_type="application/json")


def test_a_rating_is_there_for_who_gave_it(client: Client, address: str) -> None:
    given = rate(client, address)
    assert (given.status_code, given.json() | GOOD) == (200, given.json())
    read = client.get(address)
    assert (read.status_code, read.json()) == (200, given.json())


def test_it_is_nobody_elses(client: Client, address: str) -> None:
    rate(client, address)
    assert Client().get(address).status_code == 404


def test_a_second_rating_takes_the_place_of_the_first(client: Client, address: str) -> None:
    first = rate(client, address).json()
    second = rate(client, address, {"stars": 1}).json()
    assert (second["stars"], second["comment"], second["created_at"]) == (1, "", first["created_at"])
    assert Rating.objects.count() == 1


def test_two_listeners_have_one_each(address: str) -> None:
    for stars in (2, 5):
        rate(Client(), address, {"stars": stars})
    assert sorted(Rating.objects.values_list("stars", flat=True)) == [2, 5]


def test_a_program_keeps_its_token(address: str) -> None:
    token = rate(Client(), address)[HEADER]
    answer = Client().get(address, headers={"Authorization": f"Bearer {token}"})
    assert answer.json()["stars"] == 4


def test_a_rating_can_be_taken_back_more_than_once(client: Client, address: str) -> None:
    rate(client, address)
    assert [client.delete(address).status_code for _ in range(2)] == [204, 204]
    assert client.get(address).status_code == 404
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["#/stars"]),
        ({"stars": 0}, ["#/stars"]),
        ({"stars": 6}, ["#/stars"]),
        ({"stars": 4.5}, ["#/stars"]),
        ({"stars": "4"}, ["#/stars"]),
        ({"stars": True}, ["#/stars"]),
        ({"stars": None}, ["#/stars"]),
        ({"stars": 4, "comment": "x" * 501}, ["#/comment"]),
        ({"stars": 4, "comment": 5}, ["#/comment"]),
        ({"stars": 4, "comment": "\0"}, ["#/comment"]),
        ({"stars": 4, "comment": "\ud800"}, ["#/comment"]),
        ({"stars": 9, "words": "x"}, ["#/stars", "#/words"]),
        ([4], ["#"]),
    ],
)
def test_a_bad_one_is_refused_field_by_field(client: Client, address: str, body: Any, pointers: list[str]) -> None:
    answer = rate(client, address, body)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert [error["pointer"] for error in answer.json()["errors"]] == pointers
    assert not Rating.objects.exists()


@pytest.mark.parametrize("comment", ["x" * 500, "", None, "Wie Regen, sehr schön 🌧"])
def test_a_comment_may_be_anything_short(client: Client, address: str, comment: str | None) -> None:
    answer = rate(client, address, {"stars": 5, "comment": comment})
    assert (answer.status_code, answer.json()["comment"]) == (200, comment or "")


@pytest.mark.parametrize("status", [status for status in JobStatus if status is not JobStatus.SUCCEEDED])
def test_only_a_piece_can_be_rated(client: Client, db: None, redis: Redis, status: JobStatus) -> None:
    answer = rate(client, f"/api/v1/jobs/{add_job(status).id}/rating")
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_rate")


@pytest.mark.parametrize("method", ["get", "put", "delete"])
@pytest.mark.parametrize("address", ["/api/v1/jobs/12345678-1234-1234-1234-123456789abc/rating", "/p/nobody/rating"])
def test_of_a_piece_that_is_not_there_nothing_is_found(client: Client, db: None, method: str, address: str) -> None:
    answer = getattr(client, method)(address, GOOD, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_ratings_have_a_quota_of_their_own(client: Client, settings: Settings, job: Job) -> None:
    from web.limits.quota import Quota

    settings.CREATE_QUOTA = Quota(2, 60)
    address = reverse("shared-rating", args=[job.share_id])
    answers = [rate(Client(), address) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"]
    assert Rating.objects.count() == 2


def test_while_redis_is_away_none_is_taken(client: Client, db: None, redis_away: None, store: ResultStore) -> None:
    job = add_piece(store, midi(scale(4)))
    assert rate(client, f"/api/v1/jobs/{job.id}/rating").json()["code"] == "queue_unavailable"


def test_with_the_piece_its_ratings_go(client: Client, address: str, job: Job) -> None:
    rate(client, address)
    client.delete(f"/api/v1/jobs/{job.id}")
    assert not Rating.objects.exists()


def test_in_the_admin_nobody_writes_one_or_changes_what_it_says(admin_client: Client, job: Job) -> None:
    rate(Client(), f"/api/v1/jobs/{job.id}/rating")
    listed = admin_client.get(reverse("admin:ratings_rating_changelist"))
    assert (listed.status_code, "Like rain." in listed.content.decode()) == (200, True)
    row = Rating.objects.get()
    admin_client.post(reverse("admin:ratings_rating_change", args=[row.pk]), {"comment": "Lovely.", "stars": "5"})
    row.refresh_from_db()
    assert row.comment == "Like rain."
    assert admin_client.get(reverse("admin:ratings_rating_add")).status_code == 403
