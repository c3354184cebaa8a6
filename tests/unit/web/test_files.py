"""GET /api/v1/jobs/{id}/files/{name}."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.web.builders import add_job, event
from web.api.files import PART_BYTES, FileUnavailable
from web.api.ranges import RangeNotSatisfiable, requested_range
from web.jobs.services.apply import apply_event
from worker.contract.results import ResultStore
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from web.jobs.models import Job

CONTENT = bytes(range(100))


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, settings: Settings, places: None) -> ResultStore:
    """The store of the settings: a folder, or a bucket."""
    if request.param == "bucket":
        request.getfixturevalue("in_a_bucket")
    return ResultStore.from_url(settings.RESULTS_URL)


@pytest.fixture
def job(db: None, store: ResultStore) -> Job:
    """A job with a MIDI file of the bytes 0 to 99."""
    job = add_job(JobStatus.SUCCEEDED, attempt=1)
    apply_event(event(job, store.put(str(job.id), 1, "piece.mid", CONTENT)))
    return job


def fetch(client: Client, job: Job, query: str = "", name: str = "piece.mid", **headers: str) -> Any:
    return client.get(f"/api/v1/jobs/{job.id}/files/{name}{query}", headers=headers)


def test_the_file_comes_whole_with_its_hash_as_etag(client: Client, job: Job) -> None:
    response = fetch(client, job)
    assert (response.status_code, response.content) == (200, CONTENT)
    assert response["Content-Type"] == "audio/midi"
    assert response["Content-Length"] == "100"
    assert response["ETag"] == f'"{job.files.get().sha256}"'
    assert response["Accept-Ranges"] == "bytes"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "private" in response["Cache-Control"]


def test_an_mp3_is_audio_mpeg_whatever_the_player_accepts(client: Client, job: Job, store: ResultStore) -> None:
    apply_event(event(job, store.put(str(job.id), 1, "piece.mp3", b"mp3")))
    assert fetch(client, job, name="piece.mp3", accept="audio/*")["Content-Type"] == "audio/mpeg"


def test_a_download_is_named_after_its_style_type_and_seed(client: Client, job: Job) -> None:
    assert fetch(client, job)["Content-Disposition"] == 'inline; filename="piano-performance-7.mid"'
    assert fetch(client, job, "?download=1")["Content-Disposition"] == (
        'attachment; filename="piano-performance-7.mid"'
    )


@pytest.mark.parametrize(
    ("asked", "content", "content_range"),
    [
        ("bytes=0-9", CONTENT[:10], "bytes 0-9/100"),
        ("bytes=90-", CONTENT[90:], "bytes 90-99/100"),
        ("bytes=-5", CONTENT[-5:], "bytes 95-99/100"),
        ("bytes=0-", CONTENT, "bytes 0-99/100"),
        ("bytes=50-1000", CONTENT[50:], "bytes 50-99/100"),
        ("bytes=-1000", CONTENT, "bytes 0-99/100"),
    ],
)
def test_a_range_is_served_as_part(client: Client, job: Job, asked: str, content: bytes, content_range: str) -> None:
    response = fetch(client, job, range=asked)
    assert (response.status_code, response.content) == (206, content)
    assert response["Content-Range"] == content_range
    assert response["Content-Length"] == str(len(content))


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_a_range_beyond_the_end_is_refused_with_the_size(client: Client, job: Job, asked: str) -> None:
    response = fetch(client, job, range=asked)
    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */100"
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("asked", ["bytes=9-0", "bytes=0-1,5-6", "items=0-1", "bytes=-", "bytes=a-b", "0-9"])
def test_a_range_that_is_none_or_several_gets_the_whole_file(client: Client, job: Job, asked: str) -> None:
    response = fetch(client, job, range=asked)
    assert (response.status_code, response.content) == (200, CONTENT)


def test_if_range_guards_against_parts_of_another_file(client: Client, job: Job) -> None:
    etag = fetch(client, job)["ETag"]
    assert fetch(client, job, range="bytes=0-9", if_range=etag).status_code == 206
    assert fetch(client, job, range="bytes=0-9", if_range='"other"').status_code == 200
    assert fetch(client, job, range="bytes=0-9", if_range="Wed, 21 Oct 2015 07:28:00 GMT").status_code == 200


def test_a_client_that_has_the_file_gets_304(client: Client, job: Job) -> None:
    etag = fetch(client, job)["ETag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        response = fetch(client, job, if_none_match=known)
        assert (response.status_code, response.content) == (304, b"")


LONG = bytes(range(250)) * 15_000


@pytest.fixture
def long_job(db: None, store: ResultStore) -> Job:
    """A job with a WAV file of several parts."""
    job = add_job(JobStatus.SUCCEEDED, attempt=1)
    apply_event(event(job, store.put(str(job.id), 1, "piece.wav", LONG)))
    return job


def test_a_long_file_comes_in_parts_and_whole(client: Client, long_job: Job) -> None:
    response = fetch(client, long_job, name="piece.wav")
    parts = list(response)
    assert (response.status_code, b"".join(parts) == LONG) == (200, True)
    assert max(map(len, parts)) == PART_BYTES
    assert response["Content-Length"] == str(len(LONG))


@pytest.mark.parametrize("first", [1, PART_BYTES - 1, PART_BYTES, 2 * PART_BYTES + 7])
def test_a_long_range_begins_and_ends_where_it_should(client: Client, long_job: Job, first: int) -> None:
    last = len(LONG) - 3
    response = fetch(client, long_job, name="piece.wav", range=f"bytes={first}-{last}")
    assert (response.status_code, b"".join(response) == LONG[first : last + 1]) == (206, True)
    assert response["Content-Range"] == f"bytes {first}-{last}/{len(LONG)}"
    assert response["Content-Length"] == str(last + 1 - first)


def test_a_long_file_that_goes_away_meanwhile_is_broken_off(client: Client, long_job: Job, store: ResultStore) -> None:
    response = fetch(client, long_job, name="piece.wav")
    store.delete(str(long_job.id))
    with pytest.raises(FileUnavailable):
        list(response)


def test_head_gives_the_length_of_a_long_file_and_reads_no_more_of_it(client: Client, long_job: Job) -> None:
    response = client.head(f"/api/v1/jobs/{long_job.id}/files/piece.wav")
    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Length"] == str(len(LONG))


def test_head_gives_the_length(client: Client, job: Job) -> None:
    response = client.head(f"/api/v1/jobs/{job.id}/files/piece.mid")
    assert (response.status_code, response["Content-Length"]) == (200, "100")


@pytest.mark.parametrize("name", ["piece.mp3", "card.toml", "..", "piece.mid%00", ".piece.mid.1"])
def test_a_file_that_the_job_has_not_is_not_found(client: Client, job: Job, name: str) -> None:
    response = fetch(client, job, name=name)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_a_file_of_another_size_than_announced_is_not_served(client: Client, job: Job, store: ResultStore) -> None:
    store.put(str(job.id), 1, "piece.mid", CONTENT[:50])
    response = fetch(client, job)
    assert response.status_code == 503
    assert response["Retry-After"]


def test_a_file_that_went_away_is_a_problem_and_no_crash(client: Client, job: Job, store: ResultStore) -> None:
    store.delete(str(job.id))
    assert fetch(client, job).json()["code"] == "file_unavailable"


@pytest.mark.parametrize("value", ["0", "yes", ""])
def test_a_download_is_asked_for_by_1_alone(client: Client, job: Job, value: str) -> None:
    answer: Any = client.get(f"/api/v1/jobs/{job.id}/files/piece.mid", {"download": value})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "?download")


@given(size=st.integers(1, 1000), first=st.none() | st.integers(0, 1100), last=st.none() | st.integers(0, 1100))
def test_every_range_lies_within_the_file(size: int, first: int | None, last: int | None) -> None:
    header = f"bytes={'' if first is None else first}-{'' if last is None else last}"
    try:
        found = requested_range(header, size)
    except RangeNotSatisfiable:
        assert last == 0 if first is None else first >= size
        return
    if found is not None:
        wanted = (
            range(size)[-(last or 0) :] if first is None else range(size)[first : None if last is None else last + 1]
        )
        assert (found.start, found.end) == (wanted.start, wanted.stop)
        assert 0 <= found.start < found.end <= size
