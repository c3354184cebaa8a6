"""GET /pieces/{id}: one's own piece without any script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.web.builders import add_job, event
from web.jobs.models import Job
from web.jobs.services.apply import apply_event
from worker.contract.events import Progressed, StatusChanged
from worker.contract.journal import JournalWriter
from worker.contract.status import AudioStatus, JobStatus

if TYPE_CHECKING:
    from django.test import Client
    from redis import Redis

REFRESH = '<noscript><meta http-equiv="refresh" content="2"></noscript>'


def page(client: Client, job: Job) -> str:
    answer = client.get(f"/pieces/{job.id}")
    assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex")
    return answer.content.decode()


def actions(html: str) -> list[str]:
    return re.findall(r'<form method="post" action="/pieces/[-0-9a-f]{36}/(\w+)">', html)


def test_one_that_waits_says_where_and_looks_again(client: Client, catalogue: None, redis: Redis) -> None:
    add_job()
    html = page(client, add_job())
    assert "Waiting for a free player" in html
    assert "It is number 2 in the queue." in html
    assert REFRESH in html
    assert actions(html) == ["cancel", "erase"]


def test_one_under_way_says_how_far_it_is(client: Client, catalogue: None, redis: Redis) -> None:
    job = add_job()
    apply_event(event(job, StatusChanged(JobStatus.RUNNING)))
    JournalWriter(redis, str(job.id), 1).write(Progressed(100, 12.0, 0.4))
    html = page(client, job)
    assert "Composing, 40 %" in html
    assert "0:12 of 0:30." in html
    assert '<progress class="composing" max="100" value="40"' in html
    assert REFRESH in html


def test_one_that_is_done_shows_all_there_is_of_it(client: Client, job: Job) -> None:
    html = page(client, job)
    assert "Piano roll: 9 notes in 0:30" in html
    assert re.search(rf'<audio [^>]*src="/api/v1/jobs/{job.id}/audio.mp3"', html)
    for address in ("files/piece.mid", "parts/0.mid", "parts/1.mid", "audio.mp3", "audio.wav"):
        assert f'href="/api/v1/jobs/{job.id}/{address}?download=1"' in html
    assert f'href="/p/{job.share_id}"' in html
    assert actions(html) == ["other", "variations", "continue", "again", "erase"]
    assert "refresh" not in html


def test_a_script_finds_where_to_look(client: Client, job: Job) -> None:
    html = page(client, job)
    found = dict(re.findall(r'data-(\w+)-url="([^"]+)"', html))
    own = {name: f"/api/v1/jobs/{job.id}/{name}" for name in ("heard", "rating")}
    assert found == {**own, "share": f"/p/{job.share_id}"}


def test_while_its_sound_is_rendered_it_is_shown_and_looked_for_again(client: Client, job: Job) -> None:
    Job.objects.update(audio_status=AudioStatus.PENDING)
    html = page(client, job)
    assert "Rendering the sound" in html
    assert "Piano roll" in html
    assert "<audio" not in html
    assert REFRESH in html


def test_without_sound_the_midi_is_still_there(client: Client, job: Job) -> None:
    Job.objects.update(audio_status=AudioStatus.FAILED)
    html = page(client, job)
    assert "The sound could not be rendered." in html
    assert "piece.mid?download=1" in html
    assert "<audio" not in html


@pytest.mark.parametrize("status", [JobStatus.FAILED, JobStatus.CANCELED, JobStatus.EXPIRED])
def test_what_never_became_a_piece_can_be_asked_for_again(
    client: Client, catalogue: None, redis: Redis, status: JobStatus
) -> None:
    html = page(client, add_job(status, audio_status=AudioStatus.FAILED))
    assert actions(html) == ["other", "variations", "again", "erase"]
    assert "refresh" not in html


def test_variations_are_shown_side_by_side_and_lead_to_each_other(client: Client, job: Job) -> None:
    other = add_job()
    Job.objects.update(variations=[str(job.id), str(other.id)])
    html = page(client, job)
    assert f'href="/pieces/{job.id}" aria-current="page"' in html
    assert f'href="/pieces/{other.id}"' in html
    assert f'<img src="/api/v1/jobs/{job.id}/roll.svg"' in html
    assert html.index("Variation 1") < html.index("Seed 7</span>") < html.index("Variation 2")
    assert html.index("Variation 2") < html.index("Waiting for a free player")


def test_it_looks_again_until_the_last_variation_is_there(client: Client, job: Job) -> None:
    other = add_job()
    Job.objects.update(variations=[str(job.id), str(other.id)])
    assert REFRESH in page(client, job)
    Job.objects.filter(pk=other.pk).update(status=JobStatus.FAILED, audio_status=AudioStatus.FAILED)
    assert REFRESH not in page(client, job)


def test_a_variation_that_was_erased_is_left_out(client: Client, job: Job) -> None:
    Job.objects.update(variations=["12345678-1234-1234-1234-123456789abc", str(job.id)])
    html = page(client, job)
    assert "Variation 1" not in html
    assert "Variation 2" in html


def test_what_was_thought_of_it_is_shown(client: Client, job: Job) -> None:
    client.put(f"/api/v1/jobs/{job.id}/rating", {"stars": 4, "comment": "Like <rain>"}, content_type="application/json")
    assert 'data-stars="4" data-comment="Like &lt;rain&gt;"' in page(client, job)
    client.cookies.clear()
    assert 'data-stars="" data-comment=""' in page(client, job)


def test_one_that_is_not_there_is_not_found_in_words(client: Client, catalogue: None) -> None:
    answer: Any = client.get("/pieces/12345678-1234-1234-1234-123456789abc")
    assert answer.status_code == 404
    assert "This piece is gone" in answer.content.decode()
