"""The job API as a whole: real web, real queue, real workers."""

from __future__ import annotations

import base64
import time
from concurrent.futures import ThreadPoolExecutor

from tests.client import Client

PIECE = {"style": "piano", "length_seconds": 6}


def test_requests_that_come_at_once_under_one_key_are_one_job(client: Client) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: client.post("/api/v1/jobs", PIECE, Idempotency_Key="at-once"), range(6)))
    assert {answer.status for answer in answers} == {202}
    assert len({answer.json["id"] for answer in answers}) == 1


def test_what_was_resolved_posted_back_gives_the_same_bytes(client: Client) -> None:
    first = client.finished(client.create(**PIECE))
    again = client.finished(client.create(**first["resolved"]))
    assert again["id"] != first["id"]
    assert client.file(again, "piece.mid") == client.file(first, "piece.mid")


def test_variations_are_jobs_of_their_own_with_seeds_of_their_own(client: Client) -> None:
    job = client.create(style="drums", length_seconds=5, variations=3)
    jobs = [client.finished({"id": other["id"], "status": "queued"}) for other in job["variations"]]
    assert [other["status"] for other in jobs] == ["succeeded"] * 3
    assert len({client.file(other, "piece.mid") for other in jobs}) == 3
    assert jobs[0]["id"] == job["id"]


def test_a_piece_goes_on_from_another_and_from_an_uploaded_file_alike(client: Client) -> None:
    first = client.finished(client.create(**PIECE, seed=3))
    midi = client.file(first, "piece.mid")
    child = client.finished(client.create(parent=first["id"], length_seconds=6, seed=4))
    assert child["links"]["parent"] == first["links"]["self"]
    upload = base64.b64encode(midi).decode()
    other = client.finished(client.create(**PIECE, primer_midi=upload, seed=4))
    assert client.file(child, "piece.mid") == client.file(other, "piece.mid") != midi
    alone = client.finished(client.create(**PIECE, seed=4))
    assert client.file(alone, "piece.mid") != client.file(child, "piece.mid")


def test_a_job_under_way_is_stopped_and_its_files_never_come(client: Client) -> None:
    job = client.create(style="piano", length_seconds=180)
    while client.get(job["links"]["self"]).json["status"] == "queued":
        time.sleep(0.02)
    assert client.post(job["links"]["cancel"], {}).status == 202
    ended = client.finished(job, seconds=5)
    assert (ended["status"], ended["files"]) == ("canceled", [])


def test_the_job_says_what_made_it(client: Client) -> None:
    job = client.finished(client.create(**PIECE))
    assert job["resolved"]["engine"].startswith("cadenza-")
