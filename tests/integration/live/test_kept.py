from __future__ import annotations

import time

from tests.integration.live.house import READY, RUNNING, SUCCEEDED, House, file, progress
from worker.contract.events import AudioChanged, StatusChanged
from worker.contract.journal import JournalWriter


def test_a_poll_shows_each_change_as_soon_as_a_poll_that_asks_django(house: House) -> None:
    job = house.job()
    path, write = f"/api/v1/jobs/{job['id']}", house.pen(job)
    for payload in (RUNNING, progress(1), progress(2), file("piece.mid"), SUCCEEDED, file("piece.mp3"), READY):
        write(payload)
        wait_until_told(house, path, payload)
        kept, asked = house.client.get(path), house.client.get(f"{path}?wait=0")
        assert kept.json == asked.json
        assert kept.headers["etag"] == asked.headers["etag"]


def wait_until_told(house: House, path: str, payload: StatusChanged | object) -> None:
    """Until ingest has written it, which Django alone can show; then a moment for the word of it to come."""
    before, deadline = None, time.monotonic() + 5
    while time.monotonic() < deadline:
        now = house.client.get(f"{path}?wait=0").headers["etag"]
        if now == before:
            break
        before = now
        time.sleep(0.1)
    assert not isinstance(payload, AudioChanged) or "succeeded" in (before or "")


def test_a_client_that_knows_what_is_kept_is_told_so(house: House) -> None:
    job = house.job()
    house.pen(job)(RUNNING)
    time.sleep(0.3)
    path = f"/api/v1/jobs/{job['id']}"
    etag = house.client.get(path).headers["etag"]
    reply = house.client.get(path, If_None_Match=etag)
    assert (reply.status, reply.body) == (304, b"")
    house.pen(job)(progress(1))
    time.sleep(0.2)
    assert house.client.get(path, If_None_Match=etag).status == 200


def test_after_redis_was_away_what_is_kept_is_asked_anew(house: House) -> None:
    job = house.job()
    path = f"/api/v1/jobs/{job['id']}"
    house.pen(job)(RUNNING)
    time.sleep(0.3)
    assert house.client.get(path).json["progress"] is None
    house.server.kill()
    house.server.start()
    JournalWriter(house.redis, job["id"], 1).write(progress(7))
    deadline = time.monotonic() + 5
    while (house.client.get(path).json["progress"] or {}).get("events") != 7:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_what_was_erased_is_gone_at_once(house: House) -> None:
    job = house.job()
    path = f"/api/v1/jobs/{job['id']}"
    assert house.client.get(path).status == 200
    assert house.client.delete(path).status == 204
    assert house.client.get(path).status == 404


def test_another_host_name_is_refused_though_an_answer_is_kept(house: House) -> None:
    job = house.job()
    path = f"/api/v1/jobs/{job['id']}"
    assert house.client.get(path).status == 200
    assert house.client.get(path, Host="evil.example").status == 400
