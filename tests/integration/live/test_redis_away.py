from __future__ import annotations

import itertools
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.client import Client
from tests.faults.redis import running_redis
from tests.integration.live.house import READY, RUNNING, SETTINGS, SUCCEEDED, House, file
from tests.service import running_service
from worker.contract.liveness import Heartbeat
from worker.contract.queues import GENERATE_QUEUE


@pytest.fixture
def own_house(tmp_path: Path) -> Iterator[House]:
    """One whose Redis may lose everything."""
    with running_redis(tmp_path) as server:
        heartbeat = Heartbeat(server.client, "nobody", [GENERATE_QUEUE], lambda: True)
        heartbeat.start()
        with running_service(tmp_path, server.url, names=("ingest", "web"), settings=SETTINGS) as service:
            yield House(service, server, Client(service.url))
        heartbeat.stop()


def wait_until_ingested(house: House, job: dict[str, Any], status: str) -> None:
    """What Redis forgets before ingest has read it, nobody knows."""
    deadline = time.monotonic() + 10
    while house.client.get(f"/api/v1/jobs/{job['id']}?wait=0").json["status"] != status:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_stream_outlives_the_death_of_redis_and_misses_nothing(own_house: House):
    house, job = own_house, own_house.job()
    write = house.pen(job)
    write(RUNNING)
    with house.events(job) as stream:
        events = iter(stream)
        assert next(events).id == "1-0"
        for number in (1, 2, 3):
            # What was written last is on the disk when a second has passed.
            time.sleep(1.1)
            house.server.kill()
            time.sleep(0.5)
            house.server.start()
            write(file(f"{number}"))
            assert next(events).id == f"1-{number}"
        for payload in (SUCCEEDED, READY):
            write(payload)
        assert [event.id for event in events] == ["1-4", "1-5", None]


def test_where_redis_forgot_everything_the_client_is_told_how_the_job_stands_and_goes_on(own_house: House):
    house, job = own_house, own_house.job()
    for payload in (RUNNING, file("a"), file("b")):
        house.pen(job)(payload)
    with house.events(job) as stream:
        events = iter(stream)
        assert [event.id for event in itertools.islice(events, 3)] == ["1-0", "1-1", "1-2"]
        wait_until_ingested(house, job, "running")
        house.server.kill()
        house.server.start(empty=True)
        reset = next(events)
        assert (reset.name, reset.data["id"], reset.data["status"]) == ("reset", job["id"], "running")
        write = house.pen(job, 2)
        for payload in (RUNNING, SUCCEEDED, READY):
            write(payload)
        assert [event.id for event in events] == ["2-0", "2-1", "2-2", None]


def test_while_redis_is_away_a_stream_cannot_begin_and_says_when_to_come_again(own_house: House):
    house, job = own_house, own_house.job()
    house.server.kill()
    reply = house.client.get(f"/api/v1/jobs/{job['id']}/events")
    assert (reply.status, reply.json["code"], reply.headers["retry-after"]) == (503, "queue_unavailable", "2")
    house.server.start()
    deadline = time.monotonic() + 5
    while (stream := house.events(job)).status != 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    stream.close()


def test_a_server_that_is_told_to_end_lets_all_who_wait_go_in_order(own_house: House):
    house, job = own_house, own_house.job()
    streams = [house.events(job) for _ in range(20)]
    known = house.client.get(f"/api/v1/jobs/{job['id']}").headers["etag"]
    pool = ThreadPoolExecutor(1)
    poll = pool.submit(house.client.get, f"/api/v1/jobs/{job['id']}?wait=30", **{"If-None-Match": known})
    time.sleep(0.5)
    web = house.service.processes.pop("web")
    began = time.monotonic()
    web.send_signal(signal.SIGTERM)
    assert [list(stream) for stream in streams] == [[]] * 20
    assert poll.result(1).status == 304
    pool.shutdown()
    for stream in streams:
        stream.close()
    web.wait(5)
    assert time.monotonic() - began < 1.5
    assert "Exception" not in house.service.log("web")
    assert "Cancel" not in house.service.log("web")
