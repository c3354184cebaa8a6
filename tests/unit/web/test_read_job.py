"""GET /api/v1/jobs/{id}."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from tests.unit.web.builders import add_job, event
from web.jobs.services.apply import apply_event
from worker.contract.errors import ErrorCode, JobError
from worker.contract.events import AudioChanged, FileStored, Progressed, StatusChanged
from worker.contract.journal import JournalWriter
from worker.contract.status import AudioStatus, JobStatus

if TYPE_CHECKING:
    from django.test import Client
    from redis import Redis

    from web.jobs.models import Job

MIDI = FileStored("piece.mid", "audio/midi", 4120, "a" * 64)


def read(client: Client, job: Job, **headers: str) -> Any:
    return client.get(f"/api/v1/jobs/{job.id}", headers=headers)


def test_a_finished_job_shows_its_files_and_its_times(client: Client, db: None) -> None:
    job = add_job()
    for payload in (StatusChanged(JobStatus.RUNNING), MIDI, StatusChanged(JobStatus.SUCCEEDED, warnings=("short",))):
        apply_event(event(job, payload))
    body = read(client, job).json()
    assert (body["status"], body["attempt"], body["warnings"]) == ("succeeded", 1, ["short"])
    assert body["started_at"] == body["finished_at"] == "2027-01-15T08:00:00.000Z"
    assert body["files"] == [
        {
            "name": "piece.mid",
            "type": "audio/midi",
            "bytes": 4120,
            "sha256": "a" * 64,
            "href": f"/api/v1/jobs/{job.id}/files/piece.mid",
        }
    ]


def test_a_failed_job_says_why_and_waits_for_no_audio(client: Client, db: None) -> None:
    job = add_job()
    error = JobError(ErrorCode.MODEL_UNAVAILABLE, "the bundle is missing")
    apply_event(event(job, StatusChanged(JobStatus.FAILED, error)))
    body = read(client, job).json()
    assert body["status"] == "failed"
    assert body["error"] == {
        "code": "model_unavailable",
        "message": "the bundle is missing",
        "retryable": False,
    }
    assert body["audio"]["status"] == "failed"


def test_a_job_under_way_shows_its_newest_progress(client: Client, db: None, redis: Redis) -> None:
    job = add_job(JobStatus.RUNNING, attempt=1)
    journal = JournalWriter(redis, str(job.id), 1)
    journal.write(Progressed(100, 2.5, 0.1))
    journal.write(Progressed(412, 10.3, 0.34))
    assert read(client, job).json()["progress"] == {"events": 412, "music_seconds": 10.3, "fraction": 0.34}


def test_progress_of_an_overtaken_attempt_is_not_shown(client: Client, db: None, redis: Redis) -> None:
    job = add_job(JobStatus.RUNNING, attempt=2)
    JournalWriter(redis, str(job.id), 1).write(Progressed(900, 28.0, 0.9))
    assert read(client, job).json()["progress"] is None


def test_with_redis_away_what_the_database_has_is_served(client: Client, db: None, redis_away: None) -> None:
    response = read(client, add_job(JobStatus.RUNNING, attempt=1))
    assert response.status_code == 200
    assert (response.json()["status"], response.json()["progress"]) == ("running", None)


@pytest.mark.parametrize(
    ("age_seconds", "pause"),
    [(0, "1"), (9, "1"), (11, "2"), (59, "2"), (61, "5"), (600, "5")],
)
def test_a_poll_is_told_when_to_come_again(
    client: Client, db: None, redis: Redis, age_seconds: int, pause: str
) -> None:
    response = read(client, add_job(JobStatus.RUNNING, timedelta(seconds=age_seconds)))
    assert response["Retry-After"] == pause
    assert response["Cache-Control"] == "private, no-cache"


def test_polling_goes_on_until_the_audio_has_come(client: Client, db: None) -> None:
    job = add_job(JobStatus.SUCCEEDED, attempt=1)
    assert read(client, job).has_header("Retry-After")
    apply_event(event(job, AudioChanged(AudioStatus.READY)))
    response = read(client, job)
    assert not response.has_header("Retry-After")
    # Other formats of the audio may be asked for.
    assert response["Cache-Control"] == "private, no-cache"


def test_what_has_failed_stays_as_it_is_for_as_long_as_it_is_kept(client: Client, db: None) -> None:
    response = read(client, add_job(JobStatus.FAILED, audio_status=AudioStatus.FAILED))
    assert response["Cache-Control"].startswith("private, max-age=")


def test_a_client_that_has_the_current_state_is_told_so_briefly(client: Client, db: None, redis: Redis) -> None:
    job = add_job(JobStatus.RUNNING, attempt=1)
    etag = read(client, job)["ETag"]
    response = read(client, job, if_none_match=etag)
    assert (response.status_code, response.content) == (304, b"")
    assert response["Retry-After"] == "1"
    JournalWriter(redis, str(job.id), 1).write(Progressed(1, 0.1, 0.01))
    assert read(client, job, if_none_match=etag).status_code == 200


def test_every_change_gives_another_etag(client: Client, db: None, redis: Redis) -> None:
    job = add_job()
    payloads = (
        StatusChanged(JobStatus.RUNNING),
        MIDI,
        StatusChanged(JobStatus.SUCCEEDED),
        FileStored("piece.mp3", "audio/mpeg", 1, "b" * 64),
        AudioChanged(AudioStatus.READY),
    )
    etags = [read(client, job)["ETag"]]
    for payload in payloads:
        apply_event(event(job, payload))
        etags.append(read(client, job)["ETag"])
    assert len(set(etags)) == len(etags)


@pytest.mark.parametrize("job_id", [str(UUID(int=7)), "1", "not-a-uuid", "../../etc/passwd", "%00"])
def test_an_unknown_job_is_not_found(client: Client, db: None, job_id: str) -> None:
    response = client.get(f"/api/v1/jobs/{job_id}")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "not_found"
