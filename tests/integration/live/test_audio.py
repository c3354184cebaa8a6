"""Audio over HTTP: real web and ingest, and the tests render."""

from __future__ import annotations

import http.client
import json
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPResponse, IncompleteRead
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from redis import Redis

from tests.client import Client
from tests.faults.redis import running_redis
from tests.integration.live.house import READY, RUNNING, SETTINGS, SUCCEEDED, House
from tests.service import running_service
from worker.contract.live_audio import LiveAudio
from worker.contract.liveness import Heartbeat
from worker.contract.queues import GENERATE_QUEUE, RENDER_QUEUE, live_audio_end_key, live_audio_key
from worker.contract.results import MP3_NAME, ResultStore

MP3: Final = bytes(range(256)) * 4000
CHUNK_BYTES: Final = 8000


@pytest.fixture
def lazy_house(tmp_path: Path) -> Iterator[House]:
    """Where audio is made for the asking, with a Redis that may die."""
    settings = {**SETTINGS, "AUDIO_RENDERING": "lazy", "AUDIO_GRACE_SECONDS": "1"}
    with running_redis(tmp_path) as server:
        heartbeat = Heartbeat(server.client, "nobody", [GENERATE_QUEUE], lambda: True)
        heartbeat.start()
        with running_service(tmp_path, server.url, names=("ingest", "web"), settings=settings) as service:
            yield House(service, server, Client(service.url))
        heartbeat.stop()


@contextmanager
def hearing(house: House, job: dict[str, Any], method: str = "GET", **headers: str) -> Iterator[HTTPResponse]:
    """An answer that has begun."""
    connection = http.client.HTTPConnection(urlsplit(house.service.url).netloc, timeout=20)
    try:
        connection.request(method, job["links"]["audio"], headers=headers)
        response = connection.getresponse()
        yield response
        response.close()
    finally:
        connection.close()


@contextmanager
def rendering(house: House, job: dict[str, Any]) -> Iterator[LiveAudio]:
    with Redis.from_url(house.server.url) as redis:
        yield LiveAudio(redis, job["id"])


def render(live: LiveAudio, begin: int = 0, end: int = len(MP3), pause_seconds: float = 0.0) -> None:
    for first in range(begin, end, CHUNK_BYTES):
        live.append(MP3[: min(first + CHUNK_BYTES, end)], first)
        time.sleep(pause_seconds)


def store(house: House, job: dict[str, Any], name: str = MP3_NAME, content: bytes = MP3) -> None:
    results = ResultStore.from_url(house.service.environment["RESULTS_URL"])
    house.pen(job)(results.put(job["id"], 1, name, content))


def begun(house: House) -> dict[str, Any]:
    """A job that runs, which the database knows."""
    job = house.job()
    house.pen(job)(RUNNING)
    return house.client._until(job, 10, lambda now: now["status"] == "running")


def finished(house: House) -> dict[str, Any]:
    job = begun(house)
    house.pen(job)(SUCCEEDED)
    return house.client.finished(job)


def sent(house: House) -> list[str]:
    return [json.loads(message)["headers"]["id"] for message in house.redis.lrange(RENDER_QUEUE, 0, -1)]


def test_the_answer_comes_before_the_music_and_the_music_as_it_is_made(house: House):
    job = house.job()
    began = time.monotonic()
    with hearing(house, job, Range="bytes=0-") as response, rendering(house, job) as live:
        assert (response.status, response.headers["content-type"]) == (200, "audio/mpeg")
        assert time.monotonic() - began < 0.5
        assert response.headers["transfer-encoding"] == "chunked"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["content-disposition"].startswith('inline; filename="piano-')
        for first in range(0, 5 * CHUNK_BYTES, CHUNK_BYTES):
            time.sleep(0.1)
            told = time.monotonic()
            render(live, first, first + CHUNK_BYTES)
            assert response.read(CHUNK_BYTES) == MP3[first : first + CHUNK_BYTES]
            assert time.monotonic() - told < 0.1
        live.end(5 * CHUNK_BYTES)
        assert response.read() == b""


def test_many_hear_the_same_and_whoever_comes_late_gets_the_file(house: House):
    job = begun(house)

    def hear(wait_seconds: float) -> bytes:
        time.sleep(wait_seconds)
        with hearing(house, job) as response:
            return response.read()

    with ThreadPoolExecutor(6) as pool, rendering(house, job) as live:
        heard = [pool.submit(hear, number / 5) for number in range(6)]
        render(live, pause_seconds=0.01)
        live.end(len(MP3))
        assert {each.result() for each in heard} == {MP3}
        house.pen(job)(SUCCEEDED)
        store(house, job)
        house.pen(job)(READY)
    house.client.with_audio(house.client.finished(job))
    late = house.client.get(job["links"]["audio"])
    assert (late.status, late.body, late.headers["content-length"]) == (200, MP3, str(len(MP3)))
    part = house.client.get(job["links"]["audio"], Range="bytes=1000-1999")
    assert (part.status, part.body) == (206, MP3[1000:2000])
    known = house.client.get(job["links"]["audio"], **{"If-None-Match": late.headers["etag"]})
    assert known.status == 304


def test_a_slow_listener_keeps_nobody_waiting_and_hears_all_in_the_end(house: House):
    job = begun(house)
    with hearing(house, job) as slow, hearing(house, job) as quick, rendering(house, job) as live:
        render(live)
        live.end(len(MP3))
        found = bytearray()
        for _ in range(5):
            found += slow.read(1000)
            time.sleep(0.2)
        began = time.monotonic()
        assert quick.read() == MP3
        assert time.monotonic() - began < 1
        assert found + slow.read() == MP3


def test_one_who_is_slower_than_redis_remembers_gets_the_rest_from_the_file(house: House):
    job = begun(house)
    # More than the buffers between hold.
    content = MP3 * 12
    with hearing(house, job) as slow, rendering(house, job) as live:
        live.append(content, 0)
        live.end(len(content))
        found = slow.read(1000)
        time.sleep(0.5)
        store(house, job, content=content)
        for payload in (SUCCEEDED, READY):
            house.pen(job)(payload)
        house.client.with_audio(house.client.finished(job))
        live.redis.delete(live_audio_key(job["id"]), live_audio_end_key(job["id"]))
        assert found + slow.read() == content


def test_a_lost_worker_is_a_pause_and_nothing_comes_twice(house: House):
    job = begun(house)
    with hearing(house, job) as response, rendering(house, job) as live:
        render(live, 0, 50 * CHUNK_BYTES)
        time.sleep(0.5)
        house.pen(job, 2)(RUNNING)
        render(live, pause_seconds=0.001)
        live.end(len(MP3))
        assert response.read() == MP3


def test_audio_that_is_broken_off_is_seen_to_be_incomplete(house: House):
    job = begun(house)
    with hearing(house, job) as response, rendering(house, job) as live:
        render(live, 0, CHUNK_BYTES)
        live.break_off()
        with pytest.raises(IncompleteRead) as cut:
            response.read()
    assert cut.value.partial == MP3[:CHUNK_BYTES]
    assert "Traceback" not in house.service.log("web")


def test_who_listens_to_a_job_that_is_canceled_is_let_go_and_the_next_is_told_why(house: House):
    job = house.job()
    with hearing(house, job) as response:
        time.sleep(0.2)
        began = time.monotonic()
        house.client.post(job["links"]["cancel"], {})
        with pytest.raises(IncompleteRead):
            response.read()
        assert time.monotonic() - began < 2
    reply = house.client.get(job["links"]["audio"])
    assert (reply.status, reply.json["code"]) == (409, "no_audio")
    house.client.delete(job["links"]["self"])
    assert house.client.get(job["links"]["audio"]).status == 404


def test_a_listener_who_goes_cancels_nothing(house: House):
    job = begun(house)
    with rendering(house, job) as live:
        for _ in range(3):
            with hearing(house, job) as response:
                render(live, 0, CHUNK_BYTES)
                assert response.read(10) == MP3[:10]
    shown = house.client.get(job["links"]["self"]).json
    assert (shown["status"], shown["cancel_requested_at"]) == ("running", None)


def test_head_tells_what_get_would(house: House):
    job = begun(house)
    with hearing(house, job, "HEAD") as response:
        assert (response.status, response.headers["content-type"], response.read()) == (200, "audio/mpeg", b"")
    store(house, job)
    house.client._until(job, 10, lambda now: now["files"])
    with hearing(house, job, "HEAD") as response:
        assert (response.status, response.headers["content-length"]) == (200, str(len(MP3)))


def test_a_link_to_a_wav_of_a_piece_under_way_gives_it_when_it_is_there(house: House):
    job = begun(house)
    path = job["links"]["audio"].replace(".mp3", ".wav")
    with ThreadPoolExecutor(1) as pool:
        reply = pool.submit(house.client.get, path)
        time.sleep(0.3)
        house.pen(job)(SUCCEEDED)
        message = f"{job['id']}:render:1:piece.wav"
        deadline = time.monotonic() + 5
        while message not in sent(house):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert not reply.done()
        store(house, job, "piece.wav", MP3[:5000])
        found = reply.result(5)
    assert (found.status, found.body, found.headers["content-type"]) == (200, MP3[:5000], "audio/wav")


def test_the_death_of_redis_is_a_pause_and_the_music_goes_on_where_it_was(lazy_house: House):
    house, job = lazy_house, begun(lazy_house)
    with hearing(house, job) as response, rendering(house, job) as live:
        render(live, 0, 10 * CHUNK_BYTES)
        assert response.read(10 * CHUNK_BYTES) == MP3[: 10 * CHUNK_BYTES]
        house.server.kill()
        time.sleep(0.5)
        house.server.start(empty=True)
        render(live)
        live.end(len(MP3))
        assert response.read() == MP3[10 * CHUNK_BYTES :]


def test_a_server_that_is_told_to_end_lets_listeners_go_who_know_that_it_was_not_all(lazy_house: House):
    house, job = lazy_house, begun(lazy_house)
    with hearing(house, job) as response, rendering(house, job) as live:
        render(live, 0, CHUNK_BYTES)
        assert response.read(CHUNK_BYTES) == MP3[:CHUNK_BYTES]
        web = house.service.processes.pop("web")
        began = time.monotonic()
        web.send_signal(signal.SIGTERM)
        with pytest.raises(IncompleteRead):
            response.read()
        web.wait(5)
        assert time.monotonic() - began < 1.5
    assert "Traceback" not in house.service.log("web")


def test_made_for_the_asking_nothing_is_sent_until_somebody_asks_and_then_once(lazy_house: House):
    house, waiting, job = lazy_house, lazy_house.job(), begun(lazy_house)
    assert sent(house) == []
    with ThreadPoolExecutor(10) as pool, rendering(house, job) as live, hearing(house, waiting):

        def hear(_: int) -> bytes:
            with hearing(house, job) as response:
                return response.read()

        heard = pool.map(hear, range(10))
        time.sleep(0.5)
        assert sent(house) == [f"{job['id']}:render:1:piece.mp3"]
        render(live)
        live.end(len(MP3))
        assert set(heard) == {MP3}
        # Who waits for a job in the queue has asked as soon as it begins.
        house.pen(waiting)(RUNNING)
        deadline = time.monotonic() + 5
        while len(sent(house)) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.02)


def test_audio_nobody_asked_for_in_time_is_settled_and_still_made_for_who_comes_later(lazy_house: House):
    house, job = lazy_house, finished(lazy_house)
    with house.events(job) as events:
        heard = [(event.name, event.data.get("status")) for event in events]
    assert heard[-2:] == [("audio", "on_request"), ("done", "succeeded")]
    assert house.client.with_audio(job)["audio"]["status"] == "on_request"
    assert sent(house) == []
    with hearing(house, job) as response, rendering(house, job) as live:
        time.sleep(0.3)
        assert sent(house) == [f"{job['id']}:render:1:piece.mp3"]
        render(live)
        live.end(len(MP3))
        store(house, job)
        house.pen(job)(READY)
        assert response.read() == MP3
    shown = house.client._until(job, 5, lambda now: now["audio"]["status"] == "ready")
    assert "piece.mp3" in [file["name"] for file in shown["files"]]
