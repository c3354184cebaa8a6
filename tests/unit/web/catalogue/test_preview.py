"""A piece of a type that is made in the admin, to look at and to listen to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.midi_files import midi, scale, tempos
from tests.unit.web.builders import event
from tests.unit.web.catalogue.builders import PIANO, add_style, add_type, address, press
from web.catalogue.models import Type
from web.experiments.models import Trial
from web.jobs.models import Job
from web.jobs.services.apply import apply_event
from web.jobs.services.load import Asker, load_for
from worker.contract.queues import GENERATE_QUEUE
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from django.test import Client
    from redis import Redis

    from worker.contract.results import ResultStore


@pytest.fixture
def tango(api: Client) -> Type:
    return add_type(add_style(), PIANO, default_length_seconds=12)


def shown(admin_client: Client, type_: Type) -> str:
    response = admin_client.get(address(type_, "preview"))
    assert response.status_code == 200
    return response.content.decode()


def test_a_piece_is_made_of_what_is_not_published(admin_client: Client, redis: Redis, tango: Type) -> None:
    page = press(admin_client, tango, "preview")
    job = Job.objects.get()
    tango.refresh_from_db()
    assert tango.preview == job
    assert (job.resolved["style"], job.resolved["type"], job.resolved["length_seconds"]) == ("tango", "salon", 12.0)
    assert redis.llen(GENERATE_QUEUE) == 1
    assert 'hx-trigger="every 2s"' in page
    assert not tango.is_enabled


def test_a_style_has_a_piece_made_of_every_type_that_can_be_played(admin_client: Client, tango: Type) -> None:
    add_type(tango.style, PIANO, slug="street")
    add_type(tango.style, slug="empty")
    page = press(admin_client, tango.style, "preview")
    assert sorted(job.resolved["type"] for job in Job.objects.all()) == ["salon", "street"]
    assert page.count("every 2s") == 2


def test_it_is_a_piece_of_nobody(api: Client, admin_client: Client, tango: Type) -> None:
    api.post("/api/v1/jobs", {"style": "piano"}, content_type="application/json")
    known = Job.objects.get()
    press(admin_client, tango, "preview")
    preview = Job.objects.exclude(pk=known.pk).get()
    assert (preview.client, preview.client_network) == ("", "")
    assert load_for(Asker(known.client, known.client_network)).of_client == 1
    assert [job["id"] for job in api.get("/api/v1/jobs").json()["jobs"]] == [str(known.pk)]
    assert not Trial.objects.exists()


def test_the_page_shows_its_roll_and_plays_it_once_it_is_there(
    admin_client: Client, store: ResultStore, tango: Type
) -> None:
    press(admin_client, tango, "preview")
    job = Job.objects.get()
    Job.objects.update(status=JobStatus.RUNNING, attempt=1)
    assert "hx-get" in shown(admin_client, tango)
    apply_event(event(job, store.put(str(job.pk), 1, "piece.mid", midi(tempos((0, 120)), scale(20)))))
    Job.objects.update(status=JobStatus.SUCCEEDED)
    page = shown(admin_client, tango)
    assert "hx-get" not in page
    assert '<title id="roll-title">Piano roll: 20 notes in 0:12</title>' in page
    assert f'<audio controls preload="none" src="/api/v1/jobs/{job.pk}/audio.mp3">' in page
    assert f"/api/v1/jobs/{job.pk}/files/piece.mid" in page


def test_it_says_what_went_wrong(admin_client: Client, tango: Type) -> None:
    press(admin_client, tango, "preview")
    Job.objects.update(status=JobStatus.FAILED, error={"code": "model_unavailable", "message": "x", "retryable": False})
    page = shown(admin_client, tango)
    assert "The piece could not be composed. Who plays this type is away." in page
    assert "hx-get" not in page
    assert "<audio" not in page


def test_what_cannot_be_played_is_not_previewed(admin_client: Client, tango: Type) -> None:
    tango.parts.all().delete()
    assert ">Preview<" not in admin_client.get(address(tango)).content.decode()
    assert "It has no part" in press(admin_client, tango, "preview")
    assert not Job.objects.exists()


def test_a_full_queue_and_an_action_that_there_is_not_are_told(
    admin_client: Client, settings: Any, tango: Type
) -> None:
    settings.QUEUE_LIMIT = 0
    assert "takes no more pieces just now" in press(admin_client, tango, "preview")
    assert admin_client.post(address(tango, "act", "sing")).status_code == 404


def test_a_type_outlives_its_preview(admin_client: Client, tango: Type) -> None:
    press(admin_client, tango, "preview")
    Job.objects.all().delete()
    tango.refresh_from_db()
    assert tango.preview is None
    assert admin_client.get(address(tango)).status_code == 200
