"""A job as Django showed it, brought up to date with its progress."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from starlette.datastructures import MutableHeaders

from web.api.etag import JobTag
from web.jobs.remaining import remaining_seconds
from web.live.answer import Answer
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from web.live.entries import Entry

# Of the music, and not of the job.
_NO_MATTER: Final = {"score", "notes"}
_OF_BODIES: Final = ("content-length", "content-type")


class ShownJob:
    """From an answer 200 of Django's."""

    def __init__(self, answer: Answer) -> None:
        self._job: dict[str, Any] = answer.json
        self._answer = answer
        self._tag = JobTag.parse(answer.headers["etag"])
        self.etag = str(self._tag)
        self._unchanged: Answer | None = None

    @property
    def is_queued(self) -> bool:
        return self._tag.status == JobStatus.QUEUED

    def heed(self, entry: Entry) -> bool:
        """Takes in the run's progress; False for other news of the job, and for progress where there should be none."""
        if entry.kind in _NO_MATTER:
            return True
        is_own = self._tag.status == JobStatus.RUNNING and entry.position.attempt == self._job["attempt"]
        if entry.kind != "progress" or not is_own:
            return False
        progress = entry.json
        began = datetime.fromisoformat(self._job["started_at"] or self._job["created_at"])
        eta = remaining_seconds(began, entry.at_unix_seconds, progress["fraction"])
        self._job["progress"] = progress
        self._job["queue"]["eta_seconds"] = eta
        self._tag = replace(self._tag, events=progress["events"], eta_seconds=eta or 0)
        self.etag, self._unchanged = str(self._tag), None
        self._answer = self._written()
        return True

    def answer(self) -> Answer:
        return self._answer

    def unchanged(self) -> Answer:
        if self._unchanged is None:
            headers = MutableHeaders(raw=list(self._answer.raw_headers))
            for name in _OF_BODIES:
                del headers[name]
            self._unchanged = Answer(304, headers.raw)
        return self._unchanged

    def _written(self) -> Answer:
        body = json.dumps(self._job, separators=(",", ":")).encode()
        headers = MutableHeaders(raw=list(self._answer.raw_headers))
        headers["etag"], headers["content-length"] = self.etag, str(len(body))
        return Answer(200, headers.raw, body)
