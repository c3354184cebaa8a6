"""GET /pieces: this browser's own."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from tests.unit.web.builders import add_job
from web.jobs.models import Job

if TYPE_CHECKING:
    from redis import Redis


@pytest.fixture
def mine(api: Client) -> str:
    """The client that this browser is known by."""
    api.post("/api/v1/jobs", {"style": "piano"}, content_type="application/json")
    return Job.objects.get().client


def ids(html: str) -> list[str]:
    return re.findall(r'class="own-link" href="/pieces/([-0-9a-f]{36})"', html)


def page(client: Client, address: str = "/pieces") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_browser_sees_its_own_newest_first_and_nobody_elses(api: Client, mine: str) -> None:
    older = add_job(client=mine, age=timedelta(hours=1))
    add_job(client="somebody else's")
    html = page(api)
    assert ids(html) == [str(Job.objects.exclude(pk=older.pk).get(client=mine).pk), str(older.pk)]


def test_who_has_asked_for_nothing_is_told_where_to_begin(client: Client, catalogue: None) -> None:
    assert "There is nothing yet." in page(client)


def test_a_piece_that_is_there_is_shown_by_its_roll(api: Client, mine: str, job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(client=mine)
    assert f'<img src="/api/v1/jobs/{job.id}/roll.svg"' in page(api)


def test_each_says_until_when_it_is_kept_and_can_be_deleted(api: Client, mine: str) -> None:
    html = page(api)
    assert re.search(r"Kept until [A-Z][a-z]+\.? \d+, \d{4}\.", html)
    assert re.search(r'<form method="post" action="/pieces/[-0-9a-f]{36}/erase">', html)


def test_pages_follow_each_other_without_gap_or_double(api: Client, mine: str) -> None:
    for seconds in range(25):
        add_job(client=mine, age=timedelta(seconds=seconds))
    seen, address = [], "/pieces"
    while address:
        html = page(api, address)
        seen += ids(html)
        following = re.search(r'rel="next" href="http://testserver(/pieces\?cursor=[^"]+)"', html)
        address = following[1] if following else ""
    assert len(seen) == len(set(seen)) == 26


@pytest.mark.parametrize("jobs", [1, 19])
def test_it_asks_the_database_no_oftener_for_many(
    api: Client, mine: str, jobs: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(jobs):
        add_job(client=mine)
    with django_assert_max_num_queries(4):
        page(api)


def test_a_cursor_that_nobody_gave_is_not_found_in_words(api: Client, mine: str, redis: Redis) -> None:
    answer = api.get("/pieces?cursor=nonsense")
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/html; charset=utf-8")
