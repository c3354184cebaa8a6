"""GET /api/v1/jobs/{id}/audio.mp3, .wav and .ogg, as Django answers."""

from __future__ import annotations

import json
import logging
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.unit.web.builders import add_job, event
from web.config.environment import AudioRendering
from web.jobs.services import ask_audio
from web.jobs.services.apply import apply_event
from web.jobs.services.ingest import take
from web.jobs.services.leave_audio import leave_audio
from web.jobs.services.send import QueueUnavailableError
from worker.contract.changes import ChangesReader
from worker.contract.events import AudioChanged, StatusChanged
from worker.contract.journal import read_journal
from worker.contract.live_audio import LiveAudio
from worker.contract.queues import RENDER_QUEUE, live_audio_end_key, live_audio_key
from worker.contract.status import AudioStatus, JobStatus

if TYPE_CHECKING:
    from pytest_django import Settings
    from redis import Redis

    from web.jobs.models import Job
    from worker.contract.results import ResultStore

pytestmark = pytest.mark.django_db

CONTENT = bytes(range(100))


@pytest.fixture
def lazy(settings: Settings) -> None:
    settings.AUDIO_RENDERING = AudioRendering.LAZY


def hear(job: Job, suffix: str = "mp3", query: str = "", **headers: str) -> Any:
    return Client().get(f"/api/v1/jobs/{job.id}/audio.{suffix}{query}", headers=headers)


def assert_problem(response: Any, status: int, code: str) -> None:
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert response.json()["code"] == code


def sent(redis: Redis) -> list[str]:
    return [json.loads(message)["headers"]["id"] for message in redis.lrange(RENDER_QUEUE, 0, -1)]


def running(**fields: Any) -> Job:
    return add_job(JobStatus.RUNNING, attempt=1, **fields)


def succeeded(**fields: Any) -> Job:
    return add_job(JobStatus.SUCCEEDED, attempt=1, **fields)


@pytest.mark.parametrize(("suffix", "media_type"), [("mp3", "mpeg"), ("wav", "wav"), ("ogg", "ogg")])
def test_audio_that_is_there_is_answered_as_the_file_is(store: ResultStore, suffix: str, media_type: str) -> None:
    job = succeeded()
    apply_event(event(job, store.put(str(job.id), 1, f"piece.{suffix}", CONTENT)))
    whole = hear(job, suffix)
    assert (whole.status_code, whole.content, whole["Content-Type"]) == (200, CONTENT, f"audio/{media_type}")
    file = Client().get(f"/api/v1/jobs/{job.id}/files/piece.{suffix}")
    assert dict(whole.headers) == dict(file.headers)
    assert hear(job, suffix, if_none_match=whole["ETag"]).status_code == 304
    part = hear(job, suffix, range="bytes=10-19")
    assert (part.status_code, part.content, part["Content-Range"]) == (206, CONTENT[10:20], "bytes 10-19/100")
    assert_problem(hear(job, suffix, range="bytes=100-"), 416, "range_not_satisfiable")
    assert hear(job, suffix, "?download=1")["Content-Disposition"].startswith("attachment")


def test_audio_that_is_to_come_is_pending_and_no_error_of_ours(redis: Redis, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        for job in (add_job(), running(), succeeded()):
            response = hear(job)
            assert_problem(response, 503, "audio_pending")
            assert response["Retry-After"] == "1"
    assert caplog.records == []
    assert sent(redis) == []


@pytest.mark.parametrize("status", [JobStatus.FAILED, JobStatus.CANCELED, JobStatus.EXPIRED])
def test_a_piece_that_will_never_be_has_no_audio(redis: Redis, status: JobStatus) -> None:
    for suffix in ("mp3", "wav"):
        assert_problem(hear(add_job(status, audio_status=AudioStatus.FAILED), suffix), 409, "no_audio")


def test_why_audio_could_not_be_rendered_is_said(redis: Redis) -> None:
    error = {"code": "render_failed", "message": "The SoundFont is missing."}
    job = succeeded(audio_status=AudioStatus.FAILED, audio_error=error)
    for suffix in ("mp3", "ogg"):
        response = hear(job, suffix)
        assert_problem(response, 409, "no_audio")
        assert "The SoundFont is missing." in response.json()["detail"]
    assert sent(redis) == []


def test_what_is_not_there_is_not_found(redis: Redis) -> None:
    assert_problem(Client().get(f"/api/v1/jobs/{uuid.uuid4()}/audio.mp3"), 404, "not_found")
    for suffix in ("mid", "flac", "mp3x", ""):
        assert hear(succeeded(), suffix).status_code == 404


def test_a_download_is_asked_for_by_1_alone_before_there_is_anything(redis: Redis) -> None:
    assert_problem(hear(running(), "mp3", "?download=yes"), 422, "invalid_request")


def test_a_piece_links_to_its_audio(redis: Redis) -> None:
    job = running()
    assert Client().get(f"/api/v1/jobs/{job.id}").json()["links"]["audio"] == f"/api/v1/jobs/{job.id}/audio.mp3"


@pytest.mark.parametrize("suffix", ["wav", "ogg"])
def test_other_formats_are_sent_to_be_rendered_once_for_all_who_ask(redis: Redis, suffix: str) -> None:
    job = succeeded(audio_status=AudioStatus.READY)
    for _ in range(3):
        assert_problem(hear(job, suffix), 503, "audio_pending")
    assert sent(redis) == [f"{job.id}:render:1:piece.{suffix}"]
    assert hear(running(), suffix).status_code == 503
    assert len(sent(redis)) == 1


@pytest.mark.parametrize("suffix", ["mp3", "wav"])
def test_while_the_queue_is_away_the_answer_says_so_and_it_can_be_asked_again(
    redis: Redis, lazy: None, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    def fail(*_: object) -> None:
        raise QueueUnavailableError("gone")

    job = succeeded()
    with monkeypatch.context() as away:
        away.setattr(ask_audio, "send_to_render", fail)
        assert_problem(hear(job, suffix), 503, "queue_unavailable")
    assert_problem(hear(job, suffix), 503, "audio_pending")
    assert sent(redis) == [f"{job.id}:render:1:piece.{suffix}"]


def test_with_redis_away_other_formats_cannot_be_asked_for(redis_away: None) -> None:
    assert_problem(hear(succeeded(), "wav"), 503, "queue_unavailable")


def test_made_for_the_asking_the_first_who_asks_has_it_rendered_and_the_job_looks_as_before(
    redis: Redis, lazy: None
) -> None:
    job = running()
    assert sent(redis) == []
    for _ in range(10):
        assert_problem(hear(job), 503, "audio_pending")
    assert sent(redis) == [f"{job.id}:render:1:piece.mp3"]
    version = job.version
    job.refresh_from_db()
    assert job.version == version


@pytest.mark.django_db(transaction=True)
def test_however_many_ask_at_once_one_message_is_sent(redis: Redis, lazy: None) -> None:
    job = running()

    def ask(_: int) -> int:
        try:
            return int(hear(job).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(ask, range(10))) == {503}
    assert len(sent(redis)) == 1


def test_what_waits_in_the_queue_cannot_be_rendered_yet_and_each_run_is_asked_for_anew(
    redis: Redis, lazy: None
) -> None:
    job = add_job()
    hear(job)
    assert sent(redis) == []
    for attempt in (1, 2):
        apply_event(event(job, StatusChanged(JobStatus.RUNNING), attempt))
        hear(job)
        hear(job)
        assert len(sent(redis)) == attempt


def test_audio_left_to_be_asked_for_is_rendered_for_whoever_asks_whatever_the_setting_is_by_then(redis: Redis) -> None:
    job = succeeded(audio_status=AudioStatus.ON_REQUEST)
    assert_problem(hear(job), 503, "audio_pending")
    assert sent(redis) == [f"{job.id}:render:1:piece.mp3"]


def test_of_a_piece_that_is_erased_no_sound_is_left(redis: Redis) -> None:
    job = running()
    live = LiveAudio(redis, str(job.id))
    live.append(b"sound", 0)
    live.end(5)
    Client().delete(f"/api/v1/jobs/{job.id}")
    assert not redis.exists(live_audio_key(str(job.id)), live_audio_end_key(str(job.id)))


def swept(redis: Redis, now_after: timedelta = timedelta()) -> int:
    """How many pieces a sweep leaves, which ingest then hears of."""
    left = leave_audio(timezone.now() + now_after)
    reader = ChangesReader(redis, "ingest")
    while take(reader, reader.wait(10)):
        pass
    return left


def test_when_the_grace_is_over_audio_nobody_asked_for_is_made_on_request(redis: Redis, lazy: None) -> None:
    job = succeeded(finished_at=timezone.now())
    assert swept(redis, timedelta(seconds=58)) == 0
    assert swept(redis, timedelta(seconds=62)) == 1
    version = job.version
    job.refresh_from_db()
    assert (job.audio_status, job.version, job.is_settled) == ("on_request", version + 1, True)
    assert [entry.payload for _, entry in read_journal(redis, str(job.id))] == [AudioChanged(AudioStatus.ON_REQUEST)]
    assert swept(redis, timedelta(seconds=70)) == 0


def test_audio_that_was_asked_for_has_come_or_is_made_for_all_is_not_left(redis: Redis, settings: Settings) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    succeeded(finished_at=long_ago)
    assert swept(redis) == 0
    settings.AUDIO_RENDERING = AudioRendering.LAZY
    succeeded(finished_at=long_ago, audio_status=AudioStatus.READY)
    succeeded(finished_at=long_ago, audio_asked_attempt=1)
    running()
    assert swept(redis) == 1
