from __future__ import annotations

import time
import urllib.request
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.client import Client
from tests.event_stream import EventStream
from tests.integration.live.house import READY, RUNNING, SUCCEEDED, House, file, progress
from worker.contract.events import Payload, StatusChanged
from worker.contract.journal import write_last_word
from worker.contract.queues import changed_channel, journal_key
from worker.contract.status import JobStatus

NAMES = ["status", "progress", "file", "status", "file", "audio"]


def make_whole(house: House, job: dict[str, Any]) -> None:
    write = house.pen(job)
    for payload in (RUNNING, progress(1), file("piece.mid"), SUCCEEDED, file("piece.mp3"), READY):
        write(payload)


def speak(write: Callable[[Payload], None], names: list[str], pause_seconds: float = 0) -> None:
    for name in names:
        write(file(name))
        time.sleep(pause_seconds)


def test_a_client_is_told_all_from_the_beginning_and_then_that_it_is_done(house: House):
    job = house.job()
    with house.events(job) as stream:
        make_whole(house, job)
        events = list(stream)
    assert [event.name for event in events] == [*NAMES, "done"]
    assert [event.id for event in events] == [f"1-{number}" for number in range(6)] + [None]
    status, made, midi, *_, audio, done = (event.data for event in events)
    assert (status["status"], status["attempt"], status["error"], status["warnings"]) == ("running", 1, None, [])
    assert status["at"].endswith("Z")
    assert made == {"events": 1, "music_seconds": 0.1, "fraction": 0.001}
    assert midi == {"name": "piece.mid", "type": "audio/midi", "bytes": 3, "sha256": "0" * 64}
    assert audio == {"status": "ready", "error": None}
    assert done == {"status": "succeeded"}


def test_one_who_comes_after_the_end_is_told_the_same(house: House):
    job = house.job()
    make_whole(house, job)
    with house.events(job) as stream:
        assert [event.name for event in stream] == [*NAMES, "done"]


def test_wherever_a_client_was_cut_off_it_is_told_exactly_the_rest(house: House):
    job = house.job()
    make_whole(house, job)
    with house.events(job) as stream:
        *whole, done = stream
    for place, event in enumerate(whole[:-1]):
        with house.events(job, f"?last_event_id={event.id}") as stream:
            assert list(stream) == [*whole[place + 1 :], done]


def test_the_last_event_may_be_named_in_the_address_and_the_header_counts_more(house: House):
    job = house.job()
    make_whole(house, job)
    with house.events(job, "?last_event_id=1-3") as stream:
        assert [event.id for event in stream] == ["1-4", "1-5", None]
    with house.events(job, "?last_event_id=1-0", Last_Event_ID="1-4") as stream:
        assert [event.id for event in stream] == ["1-5", None]


def test_each_of_many_clients_is_told_each_word_of_many_writers_once_and_in_order(house: House):
    job, writers, words = house.job(), 4, 50
    house.pen(job)(RUNNING)
    streams = [house.events(job) for _ in range(5)]
    with ThreadPoolExecutor(writers + len(streams)) as pool:
        told = [pool.submit(stream.take, 1 + writers * words) for stream in streams]
        write = house.pen(job)
        for writer in range(writers):
            pool.submit(speak, write, [f"{writer}-{word}" for word in range(words)])
        ids = [[event.id for event in events.result()] for events in told]
    for stream in streams:
        stream.close()
    assert ids == [[f"1-{number}" for number in range(1 + writers * words)]] * len(streams)


def test_one_who_is_cut_off_again_and_again_misses_nothing(house: House):
    job, words, ids = house.job(), 120, list[str]()
    write = house.pen(job)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(speak, write, [f"{word}" for word in range(words)], 0.005)
        while len(ids) < words:
            last = {"Last_Event_ID": ids[-1]} if ids else {}
            with house.events(job, **last) as stream:
                ids += [event.id or "" for event in stream.take(min(7, words - len(ids)))]
    assert ids == [f"1-{number}" for number in range(words)]


def test_a_second_run_is_a_status_of_its_own_and_the_first_is_heard_no_more(house: House):
    job = house.job()
    house.pen(job)(RUNNING)
    with house.events(job) as stream:
        house.pen(job, 2)(RUNNING)
        first, second = stream.take(2)
    assert [(event.id, event.data["attempt"]) for event in (first, second)] == [("1-0", 1), ("2-0", 2)]


def test_webs_last_word_ends_the_stream_and_names_the_run_it_ended(house: House):
    job = house.job()
    house.pen(job)(RUNNING)
    with house.events(job) as stream:
        write_last_word(house.redis, job["id"], StatusChanged(JobStatus.CANCELED))
        *_, last, done = stream
    assert (last.data["status"], last.data["attempt"]) == ("canceled", 1)
    assert done.data == {"status": "canceled"}


def test_a_canceled_job_says_so_and_its_stream_ends(house: House):
    job = house.job()
    with house.events(job) as stream:
        assert house.client.post(f"/api/v1/jobs/{job['id']}/cancel", {}).status == 202
        assert [(event.name, event.data["status"]) for event in stream] == [
            ("status", "canceled"),
            ("done", "canceled"),
        ]


def test_an_erased_jobs_stream_ends(house: House):
    job = house.job()
    house.pen(job)(RUNNING)
    with house.events(job) as stream:
        assert stream.take(1)[0].name == "status"
        url = f"{house.service.url}/api/v1/jobs/{job['id']}"
        urllib.request.urlopen(urllib.request.Request(url, method="DELETE")).close()
        began = time.monotonic()
        list(stream)
        assert time.monotonic() - began < 2
    with house.events(job, "?last_event_id=1-0") as stream:
        assert stream.status == 404


def test_a_client_that_knows_all_of_an_ended_job_is_told_not_to_come_again(house: House):
    job = house.job()
    make_whole(house, job)
    with house.events(job, Last_Event_ID="1-5") as stream:
        assert stream.status == 204


def test_one_that_lacks_what_is_gone_gets_the_whole_job_and_then_what_follows(house: House):
    job = house.job()
    write = house.pen(job)
    for payload in (RUNNING, file("a"), file("b")):
        write(payload)
    house.redis.xtrim(journal_key(job["id"]), minid="1-2", approximate=False)
    with house.events(job, Last_Event_ID="1-0") as stream:
        (reset,) = stream.take(1)
        assert (reset.name, reset.id, reset.data["id"]) == ("reset", None, job["id"])
        write(file("c"))
        assert [event.id for event in stream.take(1)] == ["1-3"]


def test_the_whole_job_is_all_there_is_where_the_journal_of_an_ended_one_is_gone(house: House):
    job = house.job()
    make_whole(house, job)
    assert house.client.with_audio(job)["audio"]["status"] == "ready"
    house.redis.delete(journal_key(job["id"]))
    for query in ("", "?last_event_id=1-5"):
        with house.events(job, query) as stream:
            reset, done = stream
        assert (reset.name, reset.data["status"], len(reset.data["files"])) == ("reset", "succeeded", 2)
        assert (done.name, done.data) == ("done", {"status": "succeeded"})


@pytest.mark.parametrize("given", ["x", "1", "1-", "0-1", "1-2-3", "-1-2", "99999999999-1", "1-\u00b2"])
def test_an_id_that_no_stream_gave_is_a_problem(house: House, given: str):
    reply = house.client.get(f"/api/v1/jobs/{house.job()['id']}/events", **{"Last-Event-ID": given})
    assert (reply.status, reply.json["code"]) == (400, "invalid_event_id")
    assert reply.headers["content-type"] == "application/problem+json"


def test_of_a_job_that_is_not_there_nothing_can_be_heard(house: House):
    reply = house.client.get(f"/api/v1/jobs/{uuid.uuid4()}/events")
    assert (reply.status, reply.json["code"]) == (404, "not_found")


def test_a_stream_is_neither_kept_nor_changed_on_its_way_and_is_as_safe_as_any_answer(house: House):
    job = house.job()
    plain = {name.lower(): value for name, value in house.client.get(f"/api/v1/jobs/{job['id']}").headers.items()}
    with house.events(job) as stream:
        headers = {name.lower(): value for name, value in stream.response.getheaders()}
    assert headers["content-type"] == "text/event-stream"
    assert headers["cache-control"] == "no-cache, no-transform"
    assert headers["x-accel-buffering"] == "no"
    for name in ("content-security-policy", "referrer-policy", "x-content-type-options", "x-frame-options"):
        assert headers[name] == plain[name]


def test_a_client_that_reads_nothing_holds_up_nobody(house: House):
    job, words = house.job(), 3000
    slow, quick = house.events(job), house.events(job)
    write = house.pen(job)
    with ThreadPoolExecutor(2) as pool:
        told = pool.submit(quick.take, words)
        pool.submit(speak, write, [f"{word}-{'x' * 20}" for word in range(words)])
        assert [event.id for event in told.result(20)] == [f"1-{number}" for number in range(words)]
    assert [event.id for event in slow.take(words)] == [f"1-{number}" for number in range(words)]
    for stream in (slow, quick):
        stream.close()


def test_who_goes_frees_all_that_was_held(house: House):
    job = house.job()
    channel = changed_channel(job["id"])
    stream = house.events(job)
    assert dict(house.redis.pubsub_numsub(channel))[channel] == 1
    stream.close()
    deadline = time.monotonic() + 8
    while dict(house.redis.pubsub_numsub(channel))[channel]:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert house.client.get(f"/api/v1/jobs/{job['id']}").json["status"] == "queued"


def test_no_more_streams_are_open_than_may_be(house: House):
    job = house.job()
    streams = [house.events(job) for _ in range(200)]
    try:
        refused = house.client.get(f"/api/v1/jobs/{job['id']}/events")
        assert (refused.status, refused.json["code"]) == (429, "too_many_streams")
        assert int(refused.headers["retry-after"]) > 0
    finally:
        for stream in streams:
            stream.close()
    deadline = time.monotonic() + 2
    while (again := house.events(job)).status != 200:
        assert time.monotonic() < deadline
    again.close()


def test_while_streams_are_open_all_else_is_answered(house: House):
    job = house.job()
    streams: list[EventStream] = [house.events(job) for _ in range(50)]
    began = time.monotonic()
    assert all(Client(house.service.url).get("/healthz").status == 200 for _ in range(50))
    assert time.monotonic() - began < 2
    for stream in streams:
        stream.close()
