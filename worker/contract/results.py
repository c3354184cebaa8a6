"""Where result files lie: in a place for each run of a job, named by nothing a user typed.

A run that was overtaken writes beside the one that counts and never over it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from worker.contract.events import FileStored
from worker.contract.folder import Folder

if TYPE_CHECKING:
    from worker.contract.files import Files, Part

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
    """Result files, of which web and workers see the same; a store that is away, full or forbidden raises `OSError`."""

    files: Files

    @classmethod
    def from_url(cls, url: str) -> ResultStore:
        """A store from `RESULTS_URL`, of which nothing is asked yet.

        Raises:
            ValueError: There is no such kind of store; the message says what is allowed.
        """
        match urlsplit(url).scheme:
            case "file":
                return cls(Folder.from_url(url))
            case "s3":
                # Who keeps files in a folder needs no library for S3.
                from worker.contract.bucket import Bucket

                return cls(Bucket.from_url(url))
        raise ValueError("file:///absolute/folder or s3://bucket/prefix")

    def put(self, job_id: str, attempt: int, name: str, content: bytes) -> FileStored:
        """Stores a file whole or not at all: a reader never sees half of it.

        Raises:
            ValueError: No such kind of result file.
        """
        self.files.write(_key(job_id, attempt, name), content)
        return FileStored(name, MEDIA_TYPES[name], len(content), hashlib.sha256(content).hexdigest())

    def read(self, job_id: str, attempt: int, name: str, start: int = 0, end: int | None = None) -> Part:
        """Reads from byte `start` up to and without `end`; None for the end of the file.

        Raises:
            FileNotFoundError: It is not there.
            ValueError: No such kind of result file.
        """
        return self.files.read(_key(job_id, attempt, name), start, end)

    def exists(self, job_id: str, attempt: int, name: str) -> bool:
        """Whether a run has stored the file.

        Raises:
            ValueError: No such kind of result file.
        """
        return self.files.exists(_key(job_id, attempt, name))

    def delete(self, job_id: str) -> None:
        """Removes all files of a job; none there is no error."""
        self.files.delete_below(_place(job_id))

    def delete_run(self, job_id: str, attempt: int) -> None:
        """Removes what one run stored."""
        self.files.delete_below(f"{_place(job_id)}/{attempt}")

    def check(self) -> None:
        """Asks for anything at all, to see whether the store answers."""
        self.files.check()


def _key(job_id: str, attempt: int, name: str) -> str:
    if name not in MEDIA_TYPES:
        raise ValueError(f"result files are {', '.join(MEDIA_TYPES)}, not {name!r}")
    return f"{_place(job_id)}/{attempt}/{name}"


def _place(job_id: str) -> str:
    return f"{job_id[:2]}/{job_id}"
