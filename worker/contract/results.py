"""Where result files lie: a folder for each run of a job below the store, named by nothing a user typed.

A run that was overtaken writes beside the one that counts and never over it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from worker.contract.events import FileStored

MIDI_NAME: Final = "piece.mid"
MP3_NAME: Final = "piece.mp3"
WAV_NAME: Final = "piece.wav"
OGG_NAME: Final = "piece.ogg"
MEDIA_TYPES: Final = {
    MIDI_NAME: "audio/midi",
    MP3_NAME: "audio/mpeg",
    WAV_NAME: "audio/wav",
    OGG_NAME: "audio/ogg",
}


@dataclass(frozen=True, slots=True)
class ResultStore:
    """Result files on a file system that workers and web share."""

    root: Path

    @classmethod
    def from_url(cls, url: str) -> ResultStore:
        """A store from `RESULTS_URL`.

        Raises:
            ValueError: The URL is not `file:///absolute/folder`.
        """
        parts = urlsplit(url)
        if parts.scheme != "file" or parts.netloc or not parts.path.startswith("/"):
            raise ValueError(f"must be file:///absolute/folder, not {url!r}")
        return cls(Path(unquote(parts.path)))

    def path(self, job_id: str, attempt: int, name: str) -> Path:
        """Where a result file lies or will lie.

        Raises:
            ValueError: No such kind of result file.
        """
        if name not in MEDIA_TYPES:
            raise ValueError(f"result files are {', '.join(MEDIA_TYPES)}, not {name!r}")
        return self._folder(job_id) / str(attempt) / name

    def put(self, job_id: str, attempt: int, name: str, content: bytes) -> FileStored:
        """Stores a file whole or not at all: a reader never sees half of it."""
        path = self.path(job_id, attempt, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{name}.{os.getpid()}")
        try:
            partial.write_bytes(content)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        return FileStored(name, MEDIA_TYPES[name], len(content), hashlib.sha256(content).hexdigest())

    def delete(self, job_id: str) -> None:
        """Removes all files of a job; none there is no error."""
        shutil.rmtree(self._folder(job_id), ignore_errors=True)

    def delete_run(self, job_id: str, attempt: int) -> None:
        """Removes what one run stored."""
        shutil.rmtree(self._folder(job_id) / str(attempt), ignore_errors=True)

    def _folder(self, job_id: str) -> Path:
        return self.root / job_id[:2] / job_id
