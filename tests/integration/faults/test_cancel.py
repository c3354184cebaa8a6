"""Jobs that nobody wants any more give way to those that wait."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.faults.history import History
from tests.faults.house import House, running_house
from tests.faults.load import Job, ask_for, wait_until

LENGTH_SECONDS = 150.0
TIMES = 5
SLOT_SECONDS = 0.5
PATIENCE_SECONDS = 60


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A worker that makes one piece at a time."""
    settings = {"GENERATE_THREADS": "1"}
    names = ("worker", "render", "ingest", "web")
    with running_house(tmp_path_factory.mktemp("house"), names=names, settings=settings) as house:
        yield house


def test_a_canceled_job_frees_its_slot_within_half_a_second(house: House) -> None:
    jobs = ask_for(house.client, TIMES + 1, LENGTH_SECONDS)
    history = house.history()
    delays = []
    for _ in range(TIMES):
        running = wait_for_one_that_runs(history, jobs)
        asked_at = time.time()
        cancel(house, running)
        delays.append(wait_for_one_that_runs(history, jobs, after=asked_at)["begun_at"] - asked_at)
    print(f"the next one began {min(delays):.2f} to {max(delays):.2f} s after the request to cancel")
    assert max(delays) <= SLOT_SECONDS


def test_a_job_canceled_while_it_waits_never_begins(house: House) -> None:
    # One after the other, so that they wait in this order.
    ahead, waiting, behind = (ask_for(house.client, 1, LENGTH_SECONDS)[0] for _ in range(3))
    assert cancel(house, waiting)["status"] == "canceled"
    history = house.history()
    for job in (ahead, behind):
        wait_for_one_that_runs(history, [job])
        cancel(house, job)
    assert house.client.finished(behind)["status"] == "canceled"
    assert history.read().begun(waiting["id"]) == []


def wait_for_one_that_runs(history: History, jobs: list[Job], after: float = 0.0) -> Job:
    """The job that was begun after that time and has not ended, with when it was begun."""

    def begun() -> list[Job]:
        history.read()
        found = [(job, history.begun(job["id"])[0].at_unix_seconds) for job in jobs if history.begun(job["id"])]
        return [{**job, "begun_at": at} for job, at in found if at > after and not history.has_ended(job["id"])]

    wait_until(lambda: bool(begun()), PATIENCE_SECONDS, look_seconds=0.01)
    return begun()[0]


def cancel(house: House, job: Job) -> Job:
    reply = house.client.post(f"/api/v1/jobs/{job['id']}/cancel", {})
    assert reply.status in {200, 202}, reply.body
    canceled: Job = reply.json
    return canceled
