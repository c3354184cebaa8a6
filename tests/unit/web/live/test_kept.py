"""A poll is answered from what is kept, and as Django would answer it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.api.etag import JobTag
from web.jobs.remaining import remaining_seconds
from web.live.answer import Answer
from web.live.entries import Entry, Position
from web.live.shown import ShownJob

BEGAN = datetime(2026, 5, 1, 12, 0, 0, 123456, UTC)


def shown(status: str = "running", attempt: int = 1) -> ShownJob:
    job = {
        "status": status,
        "attempt": attempt,
        "created_at": "2026-05-01T11:59:00.000Z",
        "started_at": "2026-05-01T12:00:00.123Z",
        "progress": None,
        "queue": {"position": None, "eta_seconds": None},
    }
    body = json.dumps(job).encode()
    headers = {"ETag": str(JobTag(status, 3)), "Content-Type": "application/json", "Content-Length": str(len(body))}
    return ShownJob(Answer(200, [(name.lower().encode(), value.encode()) for name, value in headers.items()], body))


def entry(kind: str = "progress", attempt: int = 1, events: int = 10, fraction: float = 0.5, at: float = 0.0) -> Entry:
    data: dict[str, Any] = {"events": events, "music_seconds": 1.0, "fraction": fraction}
    return Entry(Position(attempt, 5), kind, at, json.dumps(data))


@given(events=st.integers(0, 10**6), fraction=st.floats(0, 1), after=st.floats(-5, 1e4))
def test_progress_is_shown_as_django_shows_it(events: int, fraction: float, after: float) -> None:
    job, at = shown(), BEGAN.timestamp() + after
    assert job.heed(entry(events=events, fraction=fraction, at=at))
    eta = remaining_seconds(BEGAN, at, fraction)
    assert job.answer().json["progress"] == {"events": events, "music_seconds": 1.0, "fraction": fraction}
    assert job.answer().json["queue"]["eta_seconds"] == eta
    assert job.etag == job.answer().headers["etag"] == str(JobTag("running", 3, events, 0, eta or 0))
    assert job.answer().headers["content-length"] == str(len(job.answer().body))


def test_other_news_is_for_django_to_tell() -> None:
    assert not shown().heed(entry(kind="file"))
    assert not shown().heed(entry(attempt=2))
    assert not shown(status="queued").heed(entry())


@pytest.mark.parametrize("kind", ["score", "notes"])
@pytest.mark.parametrize("status", ["queued", "running", "succeeded"])
def test_of_the_music_a_job_says_nothing(kind: str, status: str) -> None:
    job = shown(status)
    before = (job.etag, job.answer())
    assert job.heed(entry(kind=kind, attempt=2))
    assert (job.etag, job.answer()) == before


def test_what_is_unchanged_has_no_body_and_the_tag_of_now() -> None:
    job = shown()
    assert job.unchanged().headers["etag"] == '"running-3-0-0-0"'
    job.heed(entry())
    assert (job.unchanged().status, job.unchanged().body) == (304, b"")
    assert job.unchanged().headers["etag"] == job.etag
    assert "content-length" not in job.unchanged().headers
