"""Somebody listens, and a worker is killed: the music goes on from where it was, with no gap and no repeat."""

from __future__ import annotations

import contextlib
import http.client
import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import mido
import pytest

from tests.client import Client
from tests.event_stream import EventStream
from tests.faults.house import House, running_house
from tests.faults.load import Job, wait_until
from worker.contract.queues import lease_key

LENGTH_SECONDS = 180
PATIENCE_SECONDS = 60
# Enough to know that the sound has begun, and far from all of it.
BEGUN_BYTES = 20_000


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running_house(tmp_path_factory.mktemp("house")) as house:
        yield house


@contextlib.contextmanager
def listening(url: str, path: str) -> Iterator[http.client.HTTPResponse]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE_SECONDS)
    with contextlib.closing(connection):
        connection.request("GET", path)
        with connection.getresponse() as response:
            yield response


class Hearer(threading.Thread):
    """Hears an MP3 and the notes, each over one connection that is never begun anew."""

    def __init__(self, client: Client, job: Job) -> None:
        super().__init__(daemon=True)
        self._url, self._path = client.url, job["links"]["audio"]
        self._events = f"{client.url}{job['links']['events']}"
        self.mp3 = bytearray()
        self.notes: list[Any] = []
        self.is_whole = False

    def run(self) -> None:
        notes = threading.Thread(target=self._hear_notes, daemon=True)
        notes.start()
        with listening(self._url, self._path) as response:
            while chunk := response.read1(1 << 16):
                self.mp3 += chunk
        self.is_whole = True
        notes.join()

    def _hear_notes(self) -> None:
        with EventStream(self._events) as events:
            for event in events:
                self.notes += event.data["notes"] if event.name == "notes" else []


def hear(house: House, seed: int) -> tuple[Job, Hearer]:
    """A long piece of which somebody has begun to hear something."""
    job = house.client.create(style="piano", length_seconds=LENGTH_SECONDS, seed=seed)
    hearer = Hearer(house.client, job)
    hearer.start()
    wait_until(lambda: len(hearer.mp3) > BEGUN_BYTES, PATIENCE_SECONDS)
    return job, hearer


def assert_heard_as_if_nothing_had_been(house: House, job: Job, hearer: Hearer) -> Job:
    hearer.join(PATIENCE_SECONDS)
    done = house.client.with_audio(house.client.finished(job, PATIENCE_SECONDS))
    assert (done["status"], done["audio"]["status"], hearer.is_whole) == ("succeeded", "ready", True)
    assert bytes(hearer.mp3) == house.client.file(done, "piece.mp3")
    assert len(hearer.notes) == strikes(house.client.file(done, "piece.mid"))
    assert len({tuple(note) for note in hearer.notes}) == len(hearer.notes)
    return done


def strikes(midi: bytes) -> int:
    return sum(message.type == "note_on" for message in mido.MidiFile(file=io.BytesIO(midi)))


def test_a_composer_that_is_killed_is_not_missed_by_who_listens(house: House) -> None:
    job, hearer = hear(house, seed=1)
    holder = holder_of(house, job)
    house.service.kill(holder)
    done = assert_heard_as_if_nothing_had_been(house, job, hearer)
    assert done["attempt"] == 2
    house.begin_worker(holder)


def test_a_render_worker_that_is_killed_is_not_missed_either(house: House) -> None:
    job, hearer = hear(house, seed=2)
    house.service.kill("render")
    house.service.start("render")
    done = assert_heard_as_if_nothing_had_been(house, job, hearer)
    assert done["attempt"] == 1


def test_a_render_worker_that_is_told_to_end_hands_over(house: House) -> None:
    job, hearer = hear(house, seed=3)
    ending = house.service.processes.pop("render")
    ending.terminate()
    house.service.start("render")
    assert_heard_as_if_nothing_had_been(house, job, hearer)
    assert ending.wait(PATIENCE_SECONDS) == 0


def test_a_listener_who_goes_stops_nothing(house: House) -> None:
    job = house.client.create(style="piano", length_seconds=60, seed=4)
    with listening(house.client.url, job["links"]["audio"]) as response:
        response.read(1000)
    done = house.client.with_audio(house.client.finished(job, PATIENCE_SECONDS))
    assert (done["status"], done["audio"]["status"]) == ("succeeded", "ready")


@pytest.mark.parametrize("content", [None, b"no sound at all" * 1000])
def test_without_a_soundfont_that_can_be_read_there_is_the_midi_alone(
    house: House, tmp_path: Path, content: bytes | None
) -> None:
    soundfont = tmp_path / "damaged.sf3"
    if content is not None:
        soundfont.write_bytes(content)
    house.service.stop("render")
    house.service.environment["SOUNDFONT_PATH"] = str(soundfont)
    try:
        house.service.start("render")
        job = house.client.create(style="piano", length_seconds=5, seed=5)
        done = house.client.with_audio(house.client.finished(job, PATIENCE_SECONDS))
        refused = house.client.get(done["links"]["audio"])
    finally:
        house.service.stop("render")
        del house.service.environment["SOUNDFONT_PATH"]
        house.service.start("render")
    assert (done["status"], done["audio"]["status"]) == ("succeeded", "failed")
    assert done["audio"]["error"]["code"] == "render_failed"
    assert "damaged.sf3" in done["audio"]["error"]["message"]
    assert [file["name"] for file in done["files"]] == ["piece.mid"]
    assert refused.status == 409


def holder_of(house: House, job: Job) -> str:
    """Which worker makes it, by its lease."""
    holder = str(house.redis.client.get(lease_key(job["id"])))
    process_id = int(holder.split(":")[1])
    return next(name for name, process in house.service.processes.items() if process.pid == process_id)
