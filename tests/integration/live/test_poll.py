from __future__ import annotations

import time
import uuid
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from tests.client import Reply
from tests.integration.live.house import READY, RUNNING, SUCCEEDED, House, file, progress
from worker.contract.queues import changed_channel


def path(job: dict[str, Any], seconds: object = 10) -> str:
    return f"/api/v1/jobs/{job['id']}?wait={seconds}"


def etag(house: House, job: dict[str, Any]) -> str:
    return house.client.get(f"/api/v1/jobs/{job['id']}").headers["etag"]


def held(house: House, job: dict[str, Any], pool: ThreadPoolExecutor, **headers: str) -> Future[Reply]:
    """A long poll that has begun to wait."""
    reply = pool.submit(house.client.get, path(job), **headers)
    channel = changed_channel(job["id"])
    while not dict(house.redis.pubsub_numsub(channel))[channel]:
        time.sleep(0.005)
    time.sleep(0.2)
    assert not reply.done()
    return reply


def test_a_poll_is_held_until_the_job_is_another_and_answered_within_a_tenth_of_a_second(house: House):
    job, seconds = house.job(), []
    write = house.pen(job)
    with ThreadPoolExecutor(1) as pool:
        for payload in (RUNNING, progress(1), progress(2), file("piece.mid"), SUCCEEDED):
            reply = held(house, job, pool, **{"If-None-Match": etag(house, job)})
            began = time.monotonic()
            write(payload)
            assert reply.result().status == 200
            seconds.append(time.monotonic() - began)
    # Ingest, a process of its own, has its share of it.
    assert sorted(seconds)[len(seconds) // 2] < 0.1


def test_without_an_etag_it_is_held_until_the_job_is_not_any_more_what_it_was_first(house: House):
    job = house.job()
    # While it is queued its place and the time it must wait may change too, as others are done or workers come.
    first = etag(house, job)
    with ThreadPoolExecutor(1) as pool:
        reply = held(house, job, pool)
        house.pen(job)(RUNNING)
        assert reply.result().headers["etag"] != first


def test_a_client_that_knows_how_it_all_ended_waits_for_nothing(house: House):
    job = house.job()
    house.client.post(f"/api/v1/jobs/{job['id']}/cancel", {})
    began = time.monotonic()
    assert house.client.get(path(job), **{"If-None-Match": etag(house, job)}).status == 304
    assert time.monotonic() - began < 5


def test_a_change_before_the_poll_is_answered_at_once(house: House):
    job = house.job()
    before = etag(house, job)
    house.client.post(f"/api/v1/jobs/{job['id']}/cancel", {})
    began = time.monotonic()
    reply = house.client.get(path(job), **{"If-None-Match": before})
    assert (reply.status, reply.json["status"]) == (200, "canceled")
    assert time.monotonic() - began < 1


def test_a_job_that_nothing_will_change_is_not_waited_for(house: House):
    job = house.job()
    for payload in (RUNNING, SUCCEEDED, READY):
        house.pen(job)(payload)
    house.client.with_audio(job)
    began = time.monotonic()
    assert house.client.get(path(job)).json["status"] == "succeeded"
    assert time.monotonic() - began < 1


def test_when_the_time_is_over_the_answer_is_that_nothing_has_changed(house: House):
    job = house.job()
    house.pen(job)(RUNNING)
    while house.client.get(f"/api/v1/jobs/{job['id']}").json["status"] != "running":
        time.sleep(0.02)
    began = time.monotonic()
    known = etag(house, job)
    reply = house.client.get(path(job, 1), **{"If-None-Match": known})
    assert (reply.status, reply.headers["etag"]) == (304, known)
    assert house.client.get(path(job, 1)).json["status"] == "running"
    assert 2 <= time.monotonic() - began < 3


@pytest.mark.parametrize("seconds", ["31", "-1", "1.5", "", "x", "1&wait=x", "99999999999999999999"])
def test_an_ill_formed_wait_is_refused_at_once(house: House, seconds: str):
    reply = house.client.get(path(house.job(), seconds))
    assert (reply.status, reply.headers["content-type"]) == (422, "application/problem+json")


def test_what_is_not_there_is_not_waited_for(house: House):
    assert house.client.get(path({"id": uuid.uuid4()})).status == 404


def test_many_may_wait_while_all_else_is_answered(house: House):
    job = house.job()
    house.pen(job)(RUNNING)
    while house.client.get(f"/api/v1/jobs/{job['id']}").json["status"] != "running":
        time.sleep(0.02)
    with ThreadPoolExecutor(40) as pool:
        replies = [held(house, job, pool) for _ in range(2)] + [
            pool.submit(house.client.get, path(job)) for _ in range(38)
        ]
        time.sleep(0.5)
        began = time.monotonic()
        assert house.client.get("/healthz").status == 200
        assert time.monotonic() - began < 0.5
        house.pen(job)(progress(1))
        assert {reply.result().json["progress"]["events"] for reply in replies} == {1}
