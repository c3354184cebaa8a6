"""Every process is told to end with two hundred jobs under way, and all are started again."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.history import History
from tests.faults.house import TWO_WORKERS, House, running_house
from tests.faults.load import Job, all_ended, ask_for, assert_each_made, assert_same_music_undisturbed, wait_until
from worker.contract.status import JobStatus

JOBS, LENGTH_SECONDS = 200, 20.0
GRACE_SECONDS = 6
PATIENCE_SECONDS = 180


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    settings = {"GENERATE_THREADS": "8", "GRACE_SECONDS": str(GRACE_SECONDS)}
    with running_house(tmp_path, settings=settings) as house:
        yield house


def test_what_was_under_way_when_all_was_told_to_end_is_made_after(house: House) -> None:
    jobs = ask_for(house.client, JOBS, LENGTH_SECONDS)
    history = house.history()
    wait_until(lambda: some_are_made(history, jobs), PATIENCE_SECONDS)
    told = time.monotonic()
    codes = house.service.end_all()
    print(f"all ended in {time.monotonic() - told:.1f} s: {codes}")
    assert time.monotonic() - told < GRACE_SECONDS + 5
    # uvicorn ends well, and then by the very signal that it was sent.
    assert codes == {**dict.fromkeys(TWO_WORKERS, 0), "web": -signal.SIGTERM}
    left = [job for job in jobs if not history.read().has_ended(job["id"])]
    assert left, "all was done before the end"
    start_again(house)
    ended = all_ended(house.client, jobs, PATIENCE_SECONDS)
    assert_each_made(house.client, ended)
    assert all(len(history.read().reports(job["id"], JobStatus.SUCCEEDED)) == 1 for job in ended)
    resumed = [job for job in ended if job["attempt"] > 1]
    print(f"{len(left)} were left, {len(resumed)} of them handed back")
    assert resumed, "no worker handed back anything"
    assert_same_music_undisturbed(house.client, resumed[:8], PATIENCE_SECONDS)


def some_are_made(history: History, jobs: list[Job]) -> bool:
    return any(history.read().reports(job["id"], JobStatus.SUCCEEDED) for job in jobs)


def start_again(house: House) -> None:
    house.redis.stop()
    house.postgres.stop()
    house.postgres.start()
    house.redis.start()
    for name in TWO_WORKERS:
        house.service.start(name)
    house.service.wait_until_ready()
