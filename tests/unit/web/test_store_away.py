"""While the result store is away: 503 with Retry-After where its files are wanted, and the rest goes on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from tests.unit.web.builders import add_job, event
from web.jobs.models import Job, ResultFile
from web.jobs.services.apply import apply_event
from web.jobs.services.prune import prune_expired
from worker.contract.events import FileStored
from worker.contract.results import MIDI_NAME
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

pytestmark = pytest.mark.usefixtures("store_away")
MIDI = FileStored(MIDI_NAME, "audio/midi", 4, "0" * 64)


@pytest.fixture
def job(db: None) -> Job:
    """A job whose file is listed."""
    job = add_job(JobStatus.SUCCEEDED, attempt=1)
    apply_event(event(job, MIDI))
    return job


def assert_unavailable(response: Any) -> None:
    assert response.status_code == 503
    assert response["Content-Type"] == "application/problem+json"
    assert int(response["Retry-After"]) > 0
    assert response.json()["code"] == "file_unavailable"
    assert "127.0.0.1" not in response.text


def test_a_file_is_unavailable_and_its_job_is_shown(client: Client, job: Job, redis: Any) -> None:
    assert_unavailable(client.get(f"/api/v1/jobs/{job.pk}/files/piece.mid"))
    assert client.get(f"/api/v1/jobs/{job.pk}").json()["files"][0]["name"] == MIDI_NAME


def test_a_client_that_has_the_file_needs_no_store(client: Client, job: Job) -> None:
    etag = f'"{ResultFile.objects.get().sha256}"'
    assert client.get(f"/api/v1/jobs/{job.pk}/files/piece.mid", headers={"If-None-Match": etag}).status_code == 304


def test_nothing_goes_on_from_a_piece_that_cannot_be_read(api: Client, job: Job) -> None:
    assert_unavailable(api.post("/api/v1/jobs", {"parent": str(job.pk)}, content_type="application/json"))
    assert Job.objects.count() == 1


def test_a_job_that_cannot_be_erased_whole_is_still_there_to_be_erased(api: Client, job: Job) -> None:
    assert_unavailable(api.delete(f"/api/v1/jobs/{job.pk}"))
    assert Job.objects.filter(pk=job.pk).exists()


def test_results_whose_time_is_over_are_pruned_when_the_store_is_back(
    job: Job, settings: Settings, tmp_path: Any
) -> None:
    now = timezone.now() + timedelta(days=400)
    assert (prune_expired(now), Job.objects.count()) == (0, 1)
    settings.RESULTS_URL = (tmp_path / "results").as_uri()
    assert (prune_expired(now), Job.objects.count()) == (1, 0)


def test_word_of_a_job_that_is_gone_holds_up_no_other(job: Job) -> None:
    gone = event(job, MIDI)
    job.delete()
    apply_event(gone)


def test_readyz_names_the_store(client: Client, db: None, redis: Any) -> None:
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["results"] == "unavailable"
