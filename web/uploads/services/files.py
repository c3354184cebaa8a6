"""The files of an upload: received with their hash, and removed with their row."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.db import transaction

from models_store.uploads import SUFFIXES
from web.catalogue.services.store import uploads

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from web.uploads.models import Upload


def suffix_of(file_name: str) -> str | None:
    """What kind of file it is by its name; None where it is no kind that is taken."""
    return next((suffix for suffix in SUFFIXES if file_name.lower().endswith(suffix)), None)


def receive(upload: Upload, file: UploadedFile[Any]) -> None:
    """Copies the file, piece by piece, to where workers find it, and notes its size and hash in the row.

    Args:
        upload: Not saved yet.
        file: Whose name `suffix_of` knows.
    """
    target = uploads().receive(str(upload.pk), suffix_of(file.name or "") or "")
    digest, size = hashlib.sha256(), 0
    try:
        with target.open("wb") as copy:
            for chunk in file.chunks():
                digest.update(chunk)
                size += len(chunk)
                copy.write(chunk)
    except BaseException:
        uploads().delete(str(upload.pk))
        raise
    upload.file_name, upload.bytes, upload.sha256 = (file.name or "")[-200:], size, digest.hexdigest()


def forget_files(instance: Upload, **_: Any) -> None:
    """When its row is gone for good; a version that came of it keeps its own."""
    upload_id = str(instance.pk)
    transaction.on_commit(lambda: uploads().delete(upload_id))
