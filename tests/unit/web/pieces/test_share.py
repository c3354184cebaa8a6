"""GET /p/{share_id}: a piece for others."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.web.builders import add_job
from web.jobs.models import Job, new_share_id
from web.operate.rules import rules
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from django.test import Client
    from redis import Redis

    from worker.contract.results import ResultStore


def share(client: Client, job: Job, rest: str = "", **headers: str) -> Any:
    return client.get(f"/p/{job.share_id}{rest}", headers=headers)


def properties(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', page))


def test_a_share_id_cannot_be_guessed_and_can_be_part_of_an_address() -> None:
    made = {new_share_id() for _ in range(1000)}
    assert len(made) == 1000
    assert all(re.fullmatch(r"[-\w]{16}", share_id, re.ASCII) for share_id in made)


def test_every_job_says_where_it_is_shared(client: Client, job: Job) -> None:
    assert client.get(f"/api/v1/jobs/{job.id}").json()["links"]["share"] == f"/p/{job.share_id}"


def test_the_page_shows_the_piece_and_lets_it_be_heard_and_kept(client: Client, job: Job) -> None:
    answer = share(client, job)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(r'<h1 id="piece-title"[^>]*>Piano · Performance</h1>', page)
    assert "Piano roll: 9 notes in 0:30" in page
    assert re.search(rf'<audio [^>]*src="/p/{job.share_id}/piece.mp3"', page)
    for name in ("mid", "mp3", "wav"):
        assert f'href="/p/{job.share_id}/piece.{name}?download=1"' in page


def test_it_gives_away_nothing_that_gives_a_right_to_more(client: Client, job: Job) -> None:
    answers = [share(client, job, rest) for rest in ("", "/piece.mid", "/piece.mp3", "/roll.png", "/rating")]
    for answer in answers:
        told = answer.content + repr(answer.headers).encode()
        assert str(job.id).encode() not in told
        assert job.id.bytes not in told


def test_nothing_in_it_needs_an_exception_from_the_content_policy(client: Client, job: Job) -> None:
    page = share(client, job).content.decode()
    assert not re.search(
        r'<style|\sstyle=|\son\w+=|<script(?! type="module" src=| id="words" type="application/json")', page
    )
    assert not re.search(r'(src|href)="(https?:)?//', page)


def test_who_shows_links_with_pictures_finds_one(client: Client, job: Job) -> None:
    tags = properties(share(client, job).content.decode())
    site = f"http://testserver/p/{job.share_id}"
    assert tags["og:title"] == "Piano · Performance"
    assert tags["og:type"] == "music.song"
    assert tags["og:url"] == site
    assert (tags["og:image"], tags["og:audio"]) == (f"{site}/roll.png", f"{site}/piece.mp3")
    assert "seed 7" in tags["og:description"]
    assert tags["twitter:card"] == "summary_large_image"


def test_search_engines_are_asked_to_leave_it_out(client: Client, job: Job) -> None:
    assert share(client, job)["X-Robots-Tag"] == "noindex"


def test_make_your_own_takes_over_what_was_chosen(client: Client, job: Job) -> None:
    assert 'href="/?style=piano&amp;type=performance&amp;length_seconds=30.0"' in share(client, job).content.decode()
    page = client.get("/?style=drums&length_seconds=77").content.decode()
    assert re.search(r'value="drums" data-name="Drums" checked', page)
    assert re.search(r'id="length"[^>]* value="77"', page)


@pytest.mark.parametrize("status", [JobStatus.QUEUED, JobStatus.RUNNING])
def test_of_one_under_way_it_says_so_and_looks_again(
    client: Client, catalogue: None, redis: Redis, status: JobStatus
) -> None:
    page = share(client, add_job(status))
    assert page.status_code == 200
    assert '<meta http-equiv="refresh" content="3">' in page.content.decode()
    assert "<audio" not in page.content.decode()


def test_one_that_is_done_is_not_asked_for_again(client: Client, job: Job) -> None:
    assert "refresh" not in share(client, job).content.decode()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (JobStatus.FAILED, "could not be composed"),
        (JobStatus.CANCELED, "was canceled"),
        (JobStatus.EXPIRED, "waited too long"),
    ],
)
def test_what_never_became_a_piece_is_a_page_that_says_why(
    client: Client, catalogue: None, status: JobStatus, words: str
) -> None:
    answer = share(client, add_job(status))
    assert (answer.status_code, answer["Content-Type"]) == (410, "text/html; charset=utf-8")
    assert words in answer.content.decode()
    assert "Make your own" in answer.content.decode()


def test_a_piece_whose_time_is_over_is_gone(client: Client, job: Job) -> None:
    Job.objects.update(expires_at=job.created_at - timedelta(days=1))
    answer = share(client, job)
    assert answer.status_code == 410
    assert "This piece is gone" in answer.content.decode()
    assert "<audio" not in answer.content.decode()


def test_a_piece_that_was_erased_is_not_found_in_words(client: Client, job: Job) -> None:
    client.delete(f"/api/v1/jobs/{job.id}")
    answer = share(client, job)
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "This piece is gone" in answer.content.decode()


def test_the_id_itself_shares_nothing(client: Client, job: Job) -> None:
    assert client.get(f"/p/{job.id}").status_code == 404


def test_its_files_are_those_of_the_job(client: Client, job: Job) -> None:
    own = client.get(f"/api/v1/jobs/{job.id}/files/piece.mid")
    shared = share(client, job, "/piece.mid")
    assert (shared.content, shared["ETag"]) == (own.content, own["ETag"])
    assert share(client, job, "/piece.mid", range="bytes=0-3").content == b"MThd"
    assert share(client, job, "/piece.mid", if_none_match=own["ETag"]).status_code == 304
    assert "attachment" in share(client, job, "/piece.mid?download=1")["Content-Disposition"]


def test_its_audio_is_asked_for_as_the_jobs_is(client: Client, job: Job) -> None:
    answer = share(client, job, "/piece.mp3")
    assert (answer.status_code, answer.json()["code"]) == (503, "audio_pending")
    job.refresh_from_db()
    assert job.audio_asked_attempt == 1


@pytest.mark.parametrize("name", ["piece.txt", "card.toml", "..", "x"])
def test_other_files_there_are_none(client: Client, job: Job, name: str) -> None:
    assert share(client, job, f"/{name}").status_code == 404


def test_a_page_asks_the_database_as_often_as_it_must(
    client: Client, job: Job, django_assert_max_num_queries: Any
) -> None:
    rules()
    with django_assert_max_num_queries(4):
        share(client, job)


def test_a_piece_that_cannot_be_read_is_a_page_that_says_when_to_come_again(
    client: Client, job: Job, store: ResultStore
) -> None:
    store.delete(str(job.id))
    answer = share(client, job)
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert "Try again in 2 seconds" in answer.content.decode()
