"""Uploaded networks on disk, and the store that finds them beside the shipped ones."""

from __future__ import annotations

from pathlib import Path

from models_store.models import ModelStore
from models_store.uploads import Uploads

CARD = 'config = "drum_kit"\nsha256 = "{}"\n'


def test_a_version_that_was_uploaded_is_found_beside_the_shipped_ones(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "uploads")
    uploads.receive("one", ".mag").write_bytes(b"sent")
    uploads.bundle("one").write_bytes(b"bundle")
    sha256 = "2c7f2b6ecc25a2b6a7b3a7c8b3d8b7e2" * 2
    uploads.store("one", "kit", 3, CARD.format(sha256))
    store = ModelStore(tmp_path / "shipped", uploads.models)
    assert [(found.name, found.version, found.sha256) for found in store.versions()] == [("kit", 3, sha256)]
    assert store.has("kit", 3)
    uploads.delete_version("kit", 3)
    assert not store.has("kit", 3)


def test_what_is_left_of_an_upload_is_deleted_whole(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    sent = uploads.receive("one", ".tar.gz")
    sent.write_bytes(b"sent")
    assert uploads.sent("one") == sent
    uploads.delete("one")
    uploads.delete("one")
    assert not uploads.sent("one").exists()
