"""An inspected upload becomes a version that plays, and can go again when nobody needs it."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from tests.unit.midi_files import midi, scale, tempos
from tests.unit.web.builders import add_job, spec
from tests.unit.web.uploads.builders import BUNDLE, FOUND, add_inspected, add_upload
from web.catalogue.models import Model, ModelVersion
from web.catalogue.services.store import model_store, uploads
from web.catalogue.services.switch import why_kept
from web.uploads.models import Upload
from worker.contract.part_spec import ModelRef
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from django.test import Client


def activate(admin_client: Client, upload: Upload) -> Any:
    return admin_client.post(reverse("admin:uploads_upload_activate", args=[upload.pk]), follow=True)


def page(admin_client: Client, upload: Upload) -> Any:
    return admin_client.get(reverse("admin:uploads_upload_change", args=[upload.pk]))


def sample(admin_client: Client, upload: Upload, name: str, **headers: Any) -> Any:
    return admin_client.get(reverse("admin:uploads_upload_sample", args=[upload.pk, name]), **headers)


def asked(api: Client) -> Any:
    return api.post("/api/v1/jobs", {"style": "piano"}, content_type="application/json").json()["resolved"]["parts"][0]


def test_an_activated_upload_plays_the_next_job(api: Client, admin_client: Client) -> None:
    upload = add_inspected()
    assert "version 2 plays from the next job on" in activate(admin_client, upload).content.decode()
    part = asked(api)
    assert (part["version"], part["sha256"]) == (2, FOUND.sha256)
    path = model_store().bundle_path("piano_performance", 2, FOUND.sha256)
    assert path.read_bytes() == BUNDLE
    card = tomllib.loads((path.parent / "card.toml").read_text())
    assert (card["config"], card["data"]) == (FOUND.config, "uploaded as mine.mag")
    assert "from version 1 to version 2" in LogEntry.objects.get(content_type__model="model").change_message


def test_a_new_name_is_a_new_model(api: Client, admin_client: Client) -> None:
    activate(admin_client, add_inspected(model_name="fresh"))
    assert Model.objects.get(name="fresh").active_version == ModelVersion.objects.get(model__name="fresh", version=1)


def test_an_upload_is_activated_once_and_only_when_it_is_inspected(api: Client, admin_client: Client) -> None:
    upload = add_inspected()
    for waits in (add_upload(), upload):
        activate(admin_client, waits)
    assert "only once" in activate(admin_client, upload).content.decode()
    assert ModelVersion.objects.filter(model__name="piano_performance").count() == 2


def test_drums_do_not_take_the_place_of_a_piano(api: Client, admin_client: Client) -> None:
    upload = add_inspected(replace(FOUND, config="drum_kit"))
    assert "upload it under a new name" in activate(admin_client, upload).content.decode()
    assert not (uploads().models / "piano_performance").exists()


def test_who_may_only_look_activates_nothing(api: Client, client: Client, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_user("viewer", is_staff=True))
    assert activate(client, add_inspected()).status_code == 403
    assert ModelVersion.objects.filter(model__name="piano_performance").count() == 1


def test_activation_is_no_link_that_a_browser_may_fetch_ahead(api: Client, admin_client: Client) -> None:
    assert admin_client.get(reverse("admin:uploads_upload_activate", args=[add_inspected().pk])).status_code == 405


def test_the_page_says_in_words_what_was_found(api: Client, admin_client: Client) -> None:
    found = replace(FOUND, held_out="chorales", held_out_events=500, nats_per_event=1.234, remarks=("A <b> remark.",))
    words = page(admin_client, add_inspected(found)).content.decode()
    for told in (
        "2, of 64, 32 units",
        "12,345",
        "1.234 nats per event",
        "1,000 events a second",
        "A &lt;b&gt; remark.",
    ):
        assert told in words
    assert "Activate" in words


def test_a_page_under_way_looks_again_by_itself(api: Client, admin_client: Client) -> None:
    assert page(admin_client, add_upload())["Refresh"] == "3"
    assert "Refresh" not in page(admin_client, add_inspected())


def test_the_sample_is_seen_and_fetched(api: Client, admin_client: Client) -> None:
    upload = add_inspected()
    folder = uploads().folder(str(upload.pk))
    piece = midi(tempos((0, 120)), scale(8, name="sample"))
    (folder / "sample.mid").write_bytes(piece)
    (folder / "sample.mp3").write_bytes(b"sound")
    shown = page(admin_client, upload).content.decode()
    assert "<svg" in shown
    assert "<audio" in shown
    for name, content in (("sample.mid", piece), ("sample.mp3", b"sound")):
        assert sample(admin_client, upload, name).content == content
    assert sample(admin_client, upload, "model.mag").status_code == 404


@pytest.mark.parametrize(
    ("asked_for", "status", "content", "said"),
    [
        ("bytes=0-1", 206, b"so", "bytes 0-1/5"),
        ("bytes=2-", 206, b"und", "bytes 2-4/5"),
        ("bytes=-2", 206, b"nd", "bytes 3-4/5"),
        ("bytes=5-", 416, b"", "bytes */5"),
        ("lines=1-2", 200, b"sound", None),
    ],
)
def test_a_browser_that_wants_a_sound_part_by_part_gets_it_so(
    api: Client, admin_client: Client, asked_for: str, status: int, content: bytes, said: str | None
) -> None:
    upload = add_inspected()
    (uploads().folder(str(upload.pk)) / "sample.mp3").write_bytes(b"sound")
    response = sample(admin_client, upload, "sample.mp3", HTTP_RANGE=asked_for)
    assert (response.status_code, response.content, response.get("Content-Range")) == (status, content, said)


def test_a_sample_says_that_it_can_be_had_in_parts(api: Client, admin_client: Client) -> None:
    upload = add_inspected()
    (uploads().folder(str(upload.pk)) / "sample.mp3").write_bytes(b"sound")
    response = sample(admin_client, upload, "sample.mp3")
    assert (response["Accept-Ranges"], response["Content-Type"]) == ("bytes", "audio/mpeg")


def test_a_version_in_use_stays_and_one_that_nobody_needs_goes(
    api: Client, admin_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    activate(admin_client, add_inspected())
    first, second = ModelVersion.objects.filter(model__name="piano_performance").order_by("version")
    delete = reverse("admin:catalogue_modelversion_delete", args=[second.pk])
    assert "active version" in why_kept(second)
    assert "comes with Cadenza" in why_kept(first) or "active" in why_kept(first)
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403
    admin_client.post(reverse("admin:catalogue_model_play", args=[first.pk]))
    job = add_job(JobStatus.RUNNING, spec=_spec_of(second))
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403
    type(job).objects.filter(pk=job.pk).update(status=JobStatus.SUCCEEDED)
    with django_capture_on_commit_callbacks(execute=True):
        assert admin_client.post(delete, {"post": "yes"}).status_code == 302
    assert not model_store().has("piano_performance", 2)
    assert Upload.objects.get().version is None


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_asks_as_often_for_many_as_for_one(
    admin_client: Client, api: Client, django_assert_max_num_queries: Any, count: int
) -> None:
    for _ in range(count):
        add_inspected()
    with django_assert_max_num_queries(12):
        assert admin_client.get(reverse("admin:uploads_upload_changelist")).status_code == 200


def _spec_of(version: ModelVersion) -> dict[str, Any]:
    known = spec("0" * 32)
    ref = ModelRef(version.model.name, version.version, version.sha256)
    return replace(known, parts=(replace(known.parts[0], model=ref),)).to_json()
