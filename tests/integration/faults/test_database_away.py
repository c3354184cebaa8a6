"""PostgreSQL that is stopped for twenty seconds, and ingest that is killed meanwhile."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.client import Reply
from tests.faults.house import House, running_house
from tests.faults.load import Job, all_ended, ask_for, assert_each_made, wait_until
from worker.contract.status import JobStatus

JOBS, LENGTH_SECONDS = 200, 12.0
AWAY_SECONDS = 20
PATIENCE_SECONDS = 120
# From the return of the database to rows that say what workers said meanwhile.
CATCH_UP_SECONDS = 30


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with running_house(tmp_path, settings={"GENERATE_THREADS": "4"}) as house:
        yield house


def test_states_catch_up_after_the_database_and_ingest_were_away(house: House) -> None:
    jobs = ask_for(house.client, JOBS, LENGTH_SECONDS)
    history = house.history()
    wait_until(lambda: bool(history.read().under_way([job["id"] for job in jobs])), PATIENCE_SECONDS)
    house.postgres.stop_at_once()
    back_at = time.monotonic() + AWAY_SECONDS
    house.service.kill("ingest")
    assert_refuses_and_leaves_nothing(house, jobs)
    house.service.start("ingest")
    poll_until(house, jobs, back_at)
    house.postgres.start()
    meanwhile = [job for job in jobs if history.read().reports(job["id"], JobStatus.SUCCEEDED)]
    assert meanwhile, "no worker ended a piece while the database was away"
    began = time.monotonic()
    all_ended(house.client, meanwhile, CATCH_UP_SECONDS)
    print(f"{len(meanwhile)} ends caught up in {time.monotonic() - began:.1f} s")
    assert house.service.processes["ingest"].poll() is None
    ended = all_ended(house.client, jobs, PATIENCE_SECONDS)
    assert_each_made(house.client, ended)
    assert {job["attempt"] for job in ended} == {1}
    assert rows(house) == JOBS


def assert_refuses_and_leaves_nothing(house: House, jobs: list[Job]) -> None:
    """The queue holds the accepted jobs and no other."""
    for _ in range(3):
        assert_problem(house.client.post("/api/v1/jobs", {"style": "piano", "length_seconds": 12}))
    waiting = house.redis.client.lrange("generate", 0, -1)
    assert isinstance(waiting, list)
    assert all(any(job["id"] in message for job in jobs) for message in waiting)


def poll_until(house: House, jobs: list[Job], moment: float) -> None:
    """Polls meanwhile: each answer is the job or a problem that says to come again."""
    while time.monotonic() < moment:
        reply = house.client.get(f"/api/v1/jobs/{jobs[0]['id']}")
        if reply.status != 200:
            assert_problem(reply)
        time.sleep(0.5)


def assert_problem(reply: Reply) -> None:
    assert (reply.status, reply.headers["content-type"]) == (503, "application/problem+json"), reply.body
    assert int(reply.headers["retry-after"]) > 0


def rows(house: House) -> int:
    with psycopg.connect(house.postgres.url) as connection:
        (count,) = connection.execute("SELECT count(*) FROM jobs_job").fetchone() or (0,)
    return int(count)
