"""GET /api/v1/jobs: one's own pieces, and nobody else's."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from tests.unit.web.builders import add_job
from web.limits.client import COOKIE, HEADER

if TYPE_CHECKING:
    from redis import Redis


def ask(client: Client, **headers: str) -> Any:
    return client.post("/api/v1/jobs", {"style": "piano"}, content_type="application/json", headers=headers)


def ids(answer: Any) -> list[str]:
    assert answer.status_code == 200
    return [job["id"] for job in answer.json()["jobs"]]


def test_a_browser_sees_its_own_pieces_newest_first(api: Client) -> None:
    mine = [ask(api).json()["id"] for _ in range(2)]
    ask(Client())
    assert ids(api.get("/api/v1/jobs")) == mine[::-1]


def test_a_program_shows_the_token_that_it_was_given(api: Client) -> None:
    asked = ask(Client())
    bearer = {"Authorization": f"Bearer {asked[HEADER]}"}
    again = ask(Client(), **bearer)
    assert ids(Client().get("/api/v1/jobs", headers=bearer)) == [again.json()["id"], asked.json()["id"]]


@pytest.mark.parametrize("token", ["", "0" * 32, "0" * 32 + ".forged"])
def test_nobody_sees_anything_without_a_token_of_ours(api: Client, token: str) -> None:
    ask(api)
    stranger = Client()
    stranger.cookies[COOKIE] = token
    assert ids(stranger.get("/api/v1/jobs")) == []
    assert ids(Client().get("/api/v1/jobs")) == []


def test_pages_follow_each_other_without_gap_or_double(api: Client, db: None) -> None:
    client = "a" * 32
    jobs = [str(add_job(age=timedelta(seconds=seconds // 2), client=client).id) for seconds in range(25)]
    token = ask(api)[HEADER]
    mine = api.get("/api/v1/jobs").json()["jobs"][0]["id"]
    from web.jobs.models import Job

    Job.objects.filter(client=client).update(client=Job.objects.get(pk=mine).client)
    seen, address = [], "/api/v1/jobs?page_size=7"
    while address:
        page = api.get(address, headers={"Authorization": f"Bearer {token}"})
        seen += ids(page)
        address = page.json()["next"]
        assert (f'<{address}>; rel="next"' == page["Link"]) if address else not page.has_header("Link")
    assert len(seen) == len(set(seen)) == 26
    assert set(seen) == {mine, *jobs}


@pytest.mark.parametrize("size", ["0", "51", "-1", "many", "", "1e3", "9" * 40])
def test_a_page_size_out_of_bounds_is_refused(api: Client, size: str) -> None:
    answer = api.get("/api/v1/jobs", {"page_size": size})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "?page_size")


@pytest.mark.parametrize("cursor", ["x", "cD0yMDI0", "%00", "a" * 3000, "cD1ub25zZW5zZQ=="])
def test_a_cursor_that_nobody_gave_is_not_found(api: Client, redis: Redis, cursor: str) -> None:
    ask(api)
    answer = api.get("/api/v1/jobs", {"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
