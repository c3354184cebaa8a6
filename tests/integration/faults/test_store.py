"""A result store that cannot be written to, or is full half way through a file."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.client import Client
from tests.faults.control import NONE, Faults
from tests.faults.house import House, running_house
from tests.faults.load import Job, all_ended, ask_for, assert_each_made

JOBS, LENGTH_SECONDS = 24, 8.0
PATIENCE_SECONDS = 60
FILES = ("piece.mid", "piece.mp3")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running_house(tmp_path_factory.mktemp("house"), names=("worker", "render", "ingest", "web")) as house:
        yield house


def test_a_store_that_cannot_be_written_to_fails_jobs_and_not_the_worker(house: House) -> None:
    assert_fails_and_goes_on(house, unwritable(house.service.folder / "results"))


def test_a_store_that_is_full_half_way_fails_jobs_and_shows_no_half_file(house: House) -> None:
    assert_fails_and_goes_on(house, full(house))


def test_audio_for_which_there_is_no_room_fails_and_the_piece_stays(house: House) -> None:
    house.service.stop("render")
    pieces = all_ended(house.client, ask_for(house.client, 4, LENGTH_SECONDS), PATIENCE_SECONDS)
    with watched_files(house.client, pieces), full(house):
        house.service.start("render")
        silent = [house.client.with_audio(piece) for piece in pieces]
    assert {job["audio"]["error"]["code"] for job in silent} == {"render_failed"}
    assert_each_made(house.client, silent)


@contextlib.contextmanager
def unwritable(results: Path) -> Iterator[None]:
    """A plain file in the folder's place."""
    aside = results.with_name("aside")
    results.mkdir(exist_ok=True)
    results.rename(aside)
    results.write_bytes(b"")
    try:
        yield
    finally:
        results.unlink()
        aside.rename(results)


@contextlib.contextmanager
def full(house: House) -> Iterator[None]:
    house.faults.set(Faults(store_is_full=True))
    try:
        yield
    finally:
        house.faults.set(NONE)


def assert_fails_and_goes_on(house: House, fault: contextlib.AbstractContextManager[None]) -> None:
    worker = house.service.processes["worker"]
    with fault:
        jobs = ask_for(house.client, JOBS, LENGTH_SECONDS)
        with watched_files(house.client, jobs):
            failed = all_ended(house.client, jobs, PATIENCE_SECONDS)
    assert {job["status"] for job in failed} == {"failed"}
    assert {(job["error"]["code"], job["error"]["retryable"]) for job in failed} == {("store_unavailable", True)}
    assert all("keep the piece" in job["error"]["message"] for job in failed)
    assert not [job for job in failed if job["files"]]
    assert not [path for job in failed for path in house.service.folder.glob(f"results/*/{job['id']}/**/*.*")]
    assert_each_made(house.client, all_ended(house.client, ask_for(house.client, 4, LENGTH_SECONDS), PATIENCE_SECONDS))
    assert worker.poll() is None


@contextlib.contextmanager
def watched_files(client: Client, jobs: list[Job]) -> Iterator[None]:
    """Asks for all files of all jobs all along: what is served must be whole."""
    over = threading.Event()
    with ThreadPoolExecutor(1) as watcher:
        torn = watcher.submit(watch, client, jobs, over)
        try:
            yield
        finally:
            over.set()
    assert torn.result() == []


def watch(client: Client, jobs: list[Job], over: threading.Event) -> list[str]:
    torn = []
    while not over.is_set():
        for job in jobs:
            listed = {file["name"]: file["sha256"] for file in client.get(f"/api/v1/jobs/{job['id']}").json["files"]}
            for name in FILES:
                reply = client.get(f"/api/v1/jobs/{job['id']}/files/{name}")
                if reply.status == 200 and hashlib.sha256(reply.body).hexdigest() != listed.get(name):
                    torn.append(f"{name} of {job['id']}: {len(reply.body)} bytes, listed {listed}")
    return torn
