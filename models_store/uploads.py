"""Networks that somebody uploaded: each in a folder of its own until it is a version of a model, or nothing."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from models_store.models import BUNDLE_NAME, CARD_NAME

MAX_UPLOAD_BYTES: Final = 200 * 1024 * 1024
# How a file's name ends says what it is.
BUNDLE_SUFFIX: Final = ".mag"
ARCHIVE_SUFFIXES: Final = (".zip", ".tar.gz", ".tgz")
SUFFIXES: Final = (BUNDLE_SUFFIX, *ARCHIVE_SUFFIXES)
SAMPLE_MIDI: Final = "sample.mid"
SAMPLE_MP3: Final = "sample.mp3"

_SENT: Final = "sent"


@dataclass(frozen=True, slots=True)
class Uploads:
    """On a file system that web and workers share: `waiting/ID` until activation, `models/NAME/VERSION` after it."""

    root: Path

    @property
    def models(self) -> Path:
        """A model store of those that were activated."""
        return self.root / "models"

    def folder(self, upload_id: str) -> Path:
        return self.root / "waiting" / upload_id

    def sent(self, upload_id: str) -> Path:
        """The file as it was sent, or where it will lie if there is none.

        Its name holds nothing that the sender typed but one of `SUFFIXES`.
        """
        folder = self.folder(upload_id)
        return next(folder.glob(f"{_SENT}.*"), folder / _SENT)

    def receive(self, upload_id: str, suffix: str) -> Path:
        """Makes the folder of a new upload, and says where its file belongs."""
        folder = self.folder(upload_id)
        folder.mkdir(parents=True)
        return folder / f"{_SENT}{suffix}"

    def bundle(self, upload_id: str) -> Path:
        """The bundle that a worker wrote of what was sent."""
        return self.folder(upload_id) / BUNDLE_NAME

    def store(self, upload_id: str, name: str, version: int, card: str) -> None:
        """Makes it a version of the model store; the card, which says that there is one, comes last."""
        folder = self.models / name / str(version)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.bundle(upload_id), folder / BUNDLE_NAME)
        partial = folder / f".{CARD_NAME}"
        partial.write_text(card)
        partial.replace(folder / CARD_NAME)

    def has_version(self, name: str, version: int) -> bool:
        return (self.models / name / str(version)).is_dir()

    def delete_version(self, name: str, version: int) -> None:
        """Removes a version that was uploaded; none there is no error."""
        shutil.rmtree(self.models / name / str(version), ignore_errors=True)

    def delete(self, upload_id: str) -> None:
        """Removes all that is left of an upload; nothing there is no error."""
        shutil.rmtree(self.folder(upload_id), ignore_errors=True)
