"""What a stream of events says of a job, entry by entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Self

from web.live.frames import frame
from web.live.music import ToldMusic
from web.live.standing import Standing
from worker.contract.journal import LAST_WORD
from worker.contract.status import AudioStatus, JobStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from web.live.entries import Entry, Position

# A little under the quarter of a second that writers keep, so that one who keeps it exactly loses nothing.
PROGRESS_PAUSE_SECONDS: Final = 0.24


class Feed:
    """From a job's entries, in order, to events.

    What is said depends on the entries alone and not on when they come, so that a client that was cut off in between
    and one that was not are told the same.

    Attributes:
        position: The newest entry that was taken.
        standing: How far the job has come by what was taken.
    """

    def __init__(self) -> None:
        self.position: Position | None = None
        self.standing = Standing()
        self._progress_at = 0.0
        self._music = ToldMusic()

    @classmethod
    def after(cls, entries: Iterable[Entry], standing: Standing) -> Self:
        """One that has said all that the journal holds, and what Django knows beyond it."""
        feed = cls()
        for entry in entries:
            feed.take(entry)
        if standing.is_ahead_of(feed.standing):
            feed.standing = standing
        return feed

    def is_followed_by(self, entries: Iterable[Entry]) -> bool:
        """Whether these come next, each right after the one before."""
        last = self.position
        for entry in entries:
            if last is None or not last.is_followed_by(entry.position):
                return False
            last = entry.position
        return True

    def take(self, entry: Entry) -> bytes:
        """The event that an entry is; empty for a progress too close behind another, and for music told before."""
        self.position = entry.position
        match entry.kind:
            case "status":
                return self._status(entry)
            case "progress":
                return self._progress(entry)
            case "score":
                return _unless_empty(entry, self._music.score(entry))
            case "notes":
                return _unless_empty(entry, self._music.notes(entry))
            case "audio":
                self.standing = replace(self.standing, audio=AudioStatus(entry.json["status"]))
            case "file":
                return self._file(entry)
        return frame(entry.kind, entry.data, entry.position)

    def _status(self, entry: Entry) -> bytes:
        change, attempt = entry.json, entry.position.attempt
        # Web's last word is no run's own.
        attempt = self.standing.attempt if attempt == LAST_WORD else attempt
        self.standing = replace(self.standing, status=JobStatus(change["status"]), attempt=attempt)
        said = {name: change[name] for name in ("status", "error", "warnings")}
        said |= {"attempt": attempt, "at": _time(entry.at_unix_seconds)}
        return frame("status", said, entry.position)

    def _progress(self, entry: Entry) -> bytes:
        # Clocks may be set back.
        if 0 <= entry.at_unix_seconds - self._progress_at < PROGRESS_PAUSE_SECONDS:
            return b""
        self._progress_at = entry.at_unix_seconds
        return frame("progress", entry.data, entry.position)

    def _file(self, entry: Entry) -> bytes:
        file = entry.json
        file["type"] = file.pop("media_type")
        return frame("file", file, entry.position)


def _unless_empty(entry: Entry, data: str) -> bytes:
    return frame(entry.kind, data, entry.position) if data else b""


def _time(unix_seconds: float) -> str:
    """As the API writes times."""
    return datetime.fromtimestamp(unix_seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
