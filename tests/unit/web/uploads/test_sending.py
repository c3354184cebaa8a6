"""A network is uploaded in the admin: whole, hashed, and handed to a worker; or refused with what to do."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from models_store.uploads import Uploads
from web.uploads import forms
from web.uploads.models import Upload
from worker.contract.queues import INSPECT_QUEUE

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import Settings
    from redis import Redis

ADD = "/admin/uploads/upload/add/"


@pytest.fixture
def sent(admin_client: Client, redis: Redis, django_capture_on_commit_callbacks: Any) -> Any:
    """Sends a file under a name."""

    def send(name: str, content: bytes, **fields: str) -> Any:
        form = {"model_name": "mine", "file": SimpleUploadedFile(name, content), **fields}
        with django_capture_on_commit_callbacks(execute=True):
            return admin_client.post(ADD, form)

    return send


def test_the_form_is_at_the_one_address_that_takes_large_files() -> None:
    assert reverse("admin:uploads_upload_add") == ADD


@pytest.mark.parametrize("name", ["piano.mag", "PIANO.MAG", "run.tar.gz", "run.tgz", "js.zip"])
def test_an_upload_is_kept_whole_with_its_hash_and_sent_to_a_worker(
    sent: Any, redis: Redis, tmp_path: Path, name: str
) -> None:
    response = sent(name, b"bytes " * 1000)
    upload = Upload.objects.get()
    assert response["Location"] == reverse("admin:uploads_upload_change", args=[upload.pk])
    assert (upload.status, upload.file_name, upload.bytes) == ("uploaded", name, 6000)
    assert upload.sha256 == hashlib.sha256(b"bytes " * 1000).hexdigest()
    assert Uploads(tmp_path / "uploads").sent(str(upload.pk)).read_bytes() == b"bytes " * 1000
    assert redis.llen(INSPECT_QUEUE) == 1


@pytest.mark.parametrize("name", ["piano.mid", "mag", "../../etc/passwd"])
def test_a_file_of_another_kind_is_refused_and_not_kept(sent: Any, tmp_path: Path, name: str) -> None:
    errors = sent(name, b"bytes").context["adminform"].form.errors
    assert "must end with .mag, .zip, .tar.gz or .tgz" in errors["file"][0]
    assert not (tmp_path / "uploads").exists()


def test_a_file_that_is_too_large_is_refused(sent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "MAX_UPLOAD_BYTES", 10)
    assert "at most 200 MB" in sent("piano.mag", b"eleven bytes").context["adminform"].form.errors["file"][0]


def test_a_name_that_is_no_folders_name_is_refused(sent: Any) -> None:
    assert "model_name" in sent("piano.mag", b"x", model_name="../up").context["adminform"].form.errors


def test_held_out_music_is_offered_where_there_is_some(
    admin_client: Client, sent: Any, settings: Settings, tmp_path: Path
) -> None:
    assert "held_out" not in admin_client.get(ADD).content.decode()
    (tmp_path / "held-out" / "chorales").mkdir(parents=True)
    settings.HELD_OUT_DIR = tmp_path / "held-out"
    assert "chorales" in admin_client.get(ADD).content.decode()
    sent("piano.mag", b"x", held_out="chorales")
    assert Upload.objects.get().held_out == "chorales"
    assert "held_out" in sent("piano.mag", b"x", held_out="..").context["adminform"].form.errors


def test_where_redis_is_away_the_upload_waits(
    admin_client: Client, redis_away: None, django_capture_on_commit_callbacks: Any
) -> None:
    form = {"model_name": "mine", "file": SimpleUploadedFile("piano.mag", b"x")}
    with django_capture_on_commit_callbacks(execute=True):
        assert admin_client.post(ADD, form).status_code == 302
    assert Upload.objects.get().status == "uploaded"


def test_who_may_only_look_uploads_nothing(client: Client, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_user("viewer", is_staff=True))
    assert client.post(ADD, {"model_name": "mine"}).status_code == 403
