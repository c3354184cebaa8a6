"""Redis that is killed with two hundred jobs under way, and comes back with its data or with none."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.faults.house import House, running_house
from tests.faults.load import Job, all_ended, ask_for, assert_each_made, read_all, wait_until

JOBS, LENGTH_SECONDS = 200, 8.0
AWAY_SECONDS = 3
PATIENCE_SECONDS = 180


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running_house(tmp_path_factory.mktemp("house"), settings={"GENERATE_THREADS": "4"}) as house:
        yield house


@pytest.mark.parametrize("empty", [False, True], ids=["with its data", "empty"])
def test_every_accepted_job_is_made_once_though_redis_died(house: House, empty: bool) -> None:
    jobs = ask_for(house.client, JOBS, LENGTH_SECONDS)
    wait_until(lambda: some_are_done(house, jobs), PATIENCE_SECONDS)
    house.redis.kill()
    killed = time.monotonic()
    assert_refused(house)
    time.sleep(AWAY_SECONDS)
    house.redis.start(empty=empty)
    ended = all_ended(house.client, jobs, PATIENCE_SECONDS)
    print(f"all done {time.monotonic() - killed:.0f} s after the kill; {again(ended)} begun again")
    assert_each_made(house.client, ended)
    assert_one_folder_each(house, ended)


def some_are_done(house: House, jobs: list[Job]) -> bool:
    statuses = [job["status"] for job in read_all(house.client, jobs[:20])]
    return "succeeded" in statuses


def assert_refused(house: House) -> None:
    reply = house.client.post("/api/v1/jobs", {"style": "piano", "length_seconds": 8})
    assert (reply.status, reply.headers["content-type"]) == (503, "application/problem+json")


def again(jobs: list[Job]) -> int:
    return sum(job["attempt"] > 1 for job in jobs)


def assert_one_folder_each(house: House, jobs: list[Job]) -> None:
    """What an overtaken run stored is not kept beside what counts."""
    for job in jobs:
        pieces = list((house.service.folder / "results").glob(f"*/{job['id']}/*/piece.mid"))
        assert len(pieces) == 1
