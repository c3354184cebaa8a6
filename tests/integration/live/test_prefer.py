from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.integration.live.house import RUNNING, SUCCEEDED, House, file

PIECE = {"style": "piano", "length_seconds": 30}


def newest(house: House) -> dict[str, Any]:
    """The job that was sent to the workers last."""
    message = json.loads(house.redis.lrange("generate", 0, 0)[0])
    return {"id": message["headers"]["id"]}


def make_next(house: House) -> None:
    """Is the worker of the next job."""
    before = house.redis.llen("generate")
    while house.redis.llen("generate") == before:
        time.sleep(0.01)
    write = house.pen(newest(house))
    for payload in (RUNNING, file("piece.mid"), SUCCEEDED):
        write(payload)


def test_a_piece_that_is_made_while_its_asker_waits_is_the_answer(house: House):
    with ThreadPoolExecutor(1) as pool:
        made = pool.submit(make_next, house)
        reply = house.client.post("/api/v1/jobs", PIECE, Prefer="wait=20", Idempotency_Key="made-while-waiting")
        made.result()
    assert (reply.status, reply.json["status"]) == (201, "succeeded")
    assert [stored["name"] for stored in reply.json["files"]] == ["piece.mid"]
    assert reply.headers["preference-applied"] == "wait=20"
    assert reply.headers["location"] == f"/api/v1/jobs/{reply.json['id']}"
    assert "retry-after" not in reply.headers
    again = house.client.post("/api/v1/jobs", PIECE, Prefer="wait=20", Idempotency_Key="made-while-waiting")
    assert (again.status, again.json["id"]) == (201, reply.json["id"])
    assert again.headers["idempotent-replayed"] == "true"


def test_one_that_is_not_made_in_time_is_accepted_as_ever(house: House):
    began = time.monotonic()
    reply = house.client.post("/api/v1/jobs", PIECE, Prefer="wait=1")
    assert (reply.status, reply.json["status"]) == (202, "queued")
    assert (reply.headers["preference-applied"], reply.headers["retry-after"]) == ("wait=1", "1")
    assert 1 <= time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("given", "applied"),
    [
        ("respond-async", "respond-async"),
        ("Respond-Async, foo", "respond-async"),
        ("respond-async, wait=0", "respond-async, wait=0"),
        ("wait=0; x=y, wait=10", "wait=0"),
        ('foo="a, wait=10", respond-async', "respond-async"),
        ("wait=99999999999999999999", None),
        ("wait=-1", None),
        ("wait=1.5", None),
        ("wait", None),
        ("wait=x, wait=1", None),
        (",,;;==", None),
        ('"', None),
        ("handling=lenient", None),
    ],
)
def test_what_is_preferred_and_understood_is_named_and_all_else_passed_over(
    house: House, given: str, applied: str | None
):
    began = time.monotonic()
    reply = house.client.post("/api/v1/jobs", PIECE, Prefer=given)
    assert (reply.status, reply.headers.get("preference-applied")) == (202, applied)
    assert time.monotonic() - began < 1


def test_a_refused_request_is_not_waited_for(house: House):
    reply = house.client.post("/api/v1/jobs", {"style": "nothing"}, Prefer="wait=10")
    assert (reply.status, reply.headers["content-type"]) == (422, "application/problem+json")


def test_who_goes_while_waiting_leaves_the_job_as_it_is(house: House):
    import socket
    from urllib.parse import urlsplit

    body = json.dumps(PIECE).encode()
    before = house.redis.llen("generate")
    with socket.create_connection((urlsplit(house.service.url).hostname, urlsplit(house.service.url).port)) as line:
        head = "POST /api/v1/jobs HTTP/1.1\r\nHost: 127.0.0.1\r\nPrefer: wait=30\r\nContent-Type: application/json\r\n"
        line.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        while house.redis.llen("generate") == before:
            time.sleep(0.01)
        job = newest(house)
    time.sleep(0.3)
    for payload in (RUNNING, SUCCEEDED):
        house.pen(job)(payload)
    assert house.client.finished({**job, "status": "queued"})["status"] == "succeeded"
