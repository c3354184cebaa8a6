"""A piece from the request to its files, through the queue, two workers and ingest."""

from __future__ import annotations

import hashlib
import io
import time
from typing import Any

import mido
import numpy as np
import pytest
import soundfile

from tests.client import Client

PIANO = {"style": "piano", "type": "performance", "length_seconds": 12, "seed": 5}
DRUMS = {"style": "drums", "type": "groove", "length_seconds": 12, "seed": 5}

LONGEST_TAIL_SECONDS = 3


def midi_of(client: Client, job: dict[str, Any]) -> mido.MidiFile:
    return mido.MidiFile(file=io.BytesIO(client.file(job, "piece.mid")))


def starts(midi: mido.MidiFile) -> list[mido.Message]:
    return [message for message in midi if message.type == "note_on" and message.velocity > 0]


@pytest.fixture(scope="module", params=[PIANO, DRUMS], ids=["piano", "drums"])
def job(request: pytest.FixtureRequest, service) -> dict[str, Any]:
    client = Client(service.url)
    return client.with_audio(client.finished(client.create(**request.param)))


def test_it_succeeds_and_says_how(job):
    assert (job["status"], job["error"], job["audio"]) == ("succeeded", None, {"status": "ready", "error": None})
    assert job["attempt"] == 1
    assert job["created_at"] <= job["started_at"] <= job["finished_at"] < job["expires_at"]
    assert job["resolved"]["seed"] == 5


def test_its_midi_is_as_long_as_asked_and_no_note_hangs(client, job):
    midi = midi_of(client, job)
    assert midi.length == pytest.approx(12, abs=0.1)
    assert len(starts(midi)) > 8
    sounding = set()
    for message in midi:
        if message.type == "note_on":
            sounding.add((message.channel, message.note))
        elif message.type == "note_off":
            sounding.discard((message.channel, message.note))
    assert sounding == set()


def test_only_drums_play_on_channel_10(client, job):
    channels = {message.channel for message in starts(midi_of(client, job))}
    assert channels == ({9} if job["resolved"]["style"] == "drums" else {0})


def test_its_audio_is_heard_and_ends_when_its_last_sound_has_died_away(client, job):
    samples, rate_hz = soundfile.read(io.BytesIO(client.file(job, "piece.mp3")))
    assert 11 < len(samples) / rate_hz < 12 + LONGEST_TAIL_SECONDS + 0.2
    assert 0.2 < np.abs(samples).max() <= 1.0
    assert np.sqrt((samples[: 5 * rate_hz] ** 2).mean()) > 0.005


def test_its_files_are_those_it_lists(client, job):
    assert [file["name"] for file in job["files"]] == ["piece.mid", "piece.mp3"]
    for file in job["files"]:
        content = client.get(file["href"]).body
        assert len(content) == file["bytes"]
        assert hashlib.sha256(content).hexdigest() == file["sha256"]


def test_the_same_seed_gives_the_same_bytes_among_strangers(client, job):
    strangers = [client.create(style="piano", length_seconds=8) for _ in range(5)]
    again = client.finished(client.create(**job["request"]))
    assert client.file(again, "piece.mid") == client.file(job, "piece.mid")
    assert all(client.finished(stranger)["status"] == "succeeded" for stranger in strangers)


def test_another_seed_gives_another_piece(client, job):
    other = client.finished(client.create(**{**job["request"], "seed": 6}))
    assert client.file(other, "piece.mid") != client.file(job, "piece.mid")


def test_a_piano_piece_begins_on_the_pitch_that_was_asked_for(client):
    job = client.finished(client.create(style="piano", length_seconds=6, start_pitch=67, seed=1))
    assert starts(midi_of(client, job))[0].note == 67


def test_progress_is_told_while_it_is_made(client):
    job = client.create(style="piano", length_seconds=90, seed=2)
    seen = set()
    while job["status"] in {"queued", "running"}:
        time.sleep(0.1)
        job = client.get(job["links"]["self"]).json
        if job["status"] == "running" and job["progress"]:
            seen.add(job["progress"]["fraction"])
    assert len(seen) >= 2
    assert all(0 <= fraction <= 1 for fraction in seen)
