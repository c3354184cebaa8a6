"""Wall clocks of workers, ingest and web that jump by an hour, forth and back, with two hundred jobs under way."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.faults.control import Faults
from tests.faults.house import House, running_house
from tests.faults.load import all_ended, ask_for, assert_each_made, wait_until
from worker.contract.status import JobStatus

JOBS, LENGTH_SECONDS = 200, 20.0
HOUR_SECONDS = 3600.0
# Longer than any lease and any sweep's interval.
STAY_SECONDS = 20
LONG_JOBS, LONG_SECONDS = 8, 90.0
PATIENCE_SECONDS = 180
# A message whose time lies an hour ahead does not come back by itself: the job is missed for 20 s, then sent again.
RECOVERY_SECONDS = 40


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running_house(tmp_path_factory.mktemp("house"), settings={"GENERATE_THREADS": "4"}) as house:
        yield house


def test_no_job_expires_or_runs_twice_when_clocks_jump(house: House) -> None:
    jobs = ask_for(house.client, JOBS, LENGTH_SECONDS)
    history = house.history()
    ids = [job["id"] for job in jobs]
    for jump_seconds in (HOUR_SECONDS, -HOUR_SECONDS):
        wait_until(lambda: bool(history.read().under_way(ids)), PATIENCE_SECONDS)
        house.faults.set(Faults(clock_offset_seconds=jump_seconds))
        time.sleep(STAY_SECONDS)
        assert not any(history.read().reports(job_id, JobStatus.EXPIRED) for job_id in ids)
        assert history.under_way(ids), "all was done before the clocks could do harm"
    ended = all_ended(house.client, jobs, PATIENCE_SECONDS)
    assert_each_made(house.client, ended)
    assert {job["attempt"] for job in ended} == {1}
    assert all(len(history.read().begun(job_id)) == 1 for job_id in ids)


@pytest.mark.parametrize("jump_seconds", [HOUR_SECONDS, -HOUR_SECONDS], ids=["forth", "back"])
def test_a_worker_killed_after_its_clock_jumped_loses_no_job(house: House, jump_seconds: float) -> None:
    house.faults.set(Faults())
    jobs = ask_for(house.client, LONG_JOBS, LONG_SECONDS)
    history = house.history()
    ids = [job["id"] for job in jobs]
    wait_until(lambda: len(history.read().under_way(ids)) == LONG_JOBS, PATIENCE_SECONDS)
    house.faults.set(Faults(clock_offset_seconds=jump_seconds))
    time.sleep(1)
    house.service.kill("worker")
    lost = history.read().under_way(ids)
    seconds = wait_until(lambda: any(len(history.read().begun(job_id)) == 2 for job_id in lost), RECOVERY_SECONDS)
    print(f"begun again after {seconds:.1f} s")
    house.begin_worker("worker")
    ended = all_ended(house.client, jobs, PATIENCE_SECONDS)
    assert_each_made(house.client, ended)
    assert max(job["attempt"] for job in ended) == 2
