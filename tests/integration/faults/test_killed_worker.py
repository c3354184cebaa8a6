"""A generation worker that is killed again and again, with two hundred jobs under way."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.history import History
from tests.faults.house import House, running_house
from tests.faults.load import Job, all_ended, ask_for, assert_each_made, assert_same_music_undisturbed, wait_until
from worker.contract.status import JobStatus

JOBS, LENGTH_SECONDS = 200, 12.0
KILLS = 10
PATIENCE_SECONDS = 180
RECOVERY_SECONDS = 15
# Three lost runs end a job, by rule: one that has lost two is let end before the next kill.
LAST_RUN = 3


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with running_house(tmp_path, settings={"GENERATE_THREADS": "4"}) as house:
        yield house


def test_jobs_of_a_worker_that_is_killed_ten_times_are_each_made_once(house: House) -> None:
    history, jobs = house.history(), list[Job]()
    kills = []
    for _ in range(KILLS):
        jobs += ask_for(house.client, JOBS - left(history, jobs), LENGTH_SECONDS)
        kills.append(kill_at_work(house, history, jobs))
    ended = all_ended(house.client, jobs, PATIENCE_SECONDS)
    assert_each_made(house.client, ended)
    assert all(len(history.read().reports(job["id"], JobStatus.SUCCEEDED)) == 1 for job in ended)
    delays = recoveries(history, jobs, kills)
    print(f"{len(jobs)} jobs, {len(delays)} runs lost; begun again after {min(delays):.1f} to {max(delays):.1f} s")
    assert len(delays) >= KILLS
    assert max(delays) <= RECOVERY_SECONDS
    lost = [job for job in ended if job["attempt"] > 1]
    assert_same_music_undisturbed(house.client, lost[:8], PATIENCE_SECONDS)


def left(history: History, jobs: list[Job]) -> int:
    history.read()
    return sum(not history.has_ended(job["id"]) for job in jobs)


def kill_at_work(house: House, history: History, jobs: list[Job]) -> float:
    """Kills the worker when it has jobs that it may lose, and starts it anew; the time of the kill."""
    wait_until(lambda: may_kill(history, jobs), PATIENCE_SECONDS)
    house.service.kill("worker")
    killed_at = time.time()
    house.begin_worker("worker")
    time.sleep(1)
    return killed_at


def may_kill(history: History, jobs: list[Job]) -> bool:
    under_way = history.read().under_way([job["id"] for job in jobs])
    return bool(under_way) and not any(len(history.begun(job_id)) >= LAST_RUN for job_id in under_way)


def recoveries(history: History, jobs: list[Job], kills: list[float]) -> list[float]:
    """How long each lost run waited for the next: since the first kill after its beginning."""
    delays = []
    for job in jobs:
        begun = [event.at_unix_seconds for event in history.begun(job["id"])]
        for lost, again in itertools.pairwise(begun):
            killed_at = min(at for at in kills if at > lost)
            delays.append(again - killed_at)
    return delays
