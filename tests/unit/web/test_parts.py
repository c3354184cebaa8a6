"""GET /api/v1/jobs/{id}/parts/{place}.mid."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import mido
import pytest

from tests.unit.midi_files import TICKS, midi, scale, tempos, track
from tests.unit.web.builders import RESOLVED, add_job, add_piece
from worker.contract.midi.cursor import MidiError
from worker.contract.midi.split import split_part
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from django.test import Client

    from web.jobs.models import Job
    from worker.contract.results import ResultStore

TRACKS = (
    tempos((0, 90)),
    scale(8, channel=0, name="piano"),
    track([(0, TICKS, 40)], channel=1, name="bass"),
    track([(0, 60, 36)], channel=9, name="drums"),
)
ROLES = ("piano", "bass", "drums")


@pytest.fixture
def job(db: None, store: ResultStore) -> Job:
    return add_piece(store, midi(*TRACKS), ROLES)


def part(client: Client, job: Job, place: Any, query: str = "", **headers: str) -> Any:
    return client.get(f"/api/v1/jobs/{job.id}/parts/{place}.mid{query}", headers=headers)


@pytest.mark.parametrize("place", range(3))
def test_a_part_is_the_tempo_and_its_own_track(client: Client, job: Job, place: int) -> None:
    answer = part(client, job, place)
    assert (answer.status_code, answer["Content-Type"]) == (200, "audio/midi")
    file = mido.MidiFile(file=io.BytesIO(answer.content))
    assert (file.type, file.ticks_per_beat) == (1, TICKS)
    assert [list(found) for found in file.tracks] == [
        list(found) for found in mido.MidiFile(file=io.BytesIO(midi(TRACKS[0], TRACKS[place + 1]))).tracks
    ]


def test_the_job_names_its_parts_and_where_they_are(client: Client, job: Job) -> None:
    parts = client.get(f"/api/v1/jobs/{job.id}").json()["parts"]
    assert [(entry["role"], entry["program"], entry["is_drum"]) for entry in parts] == [
        ("piano", 0, False),
        ("bass", 1, False),
        ("drums", 2, True),
    ]
    assert [client.get(entry["href"]).status_code for entry in parts] == [200] * 3


def test_there_are_none_before_there_is_a_piece(client: Client, db: None) -> None:
    running = add_job(JobStatus.RUNNING)
    assert client.get(f"/api/v1/jobs/{running.id}").json()["parts"] == []
    assert part(client, running, 0).status_code == 404


def test_chords_that_are_heard_are_a_part_after_whoever_plays_over_them(
    client: Client, db: None, store: ResultStore
) -> None:
    tracks = (tempos((0, 90)), *(scale(8, channel, name) for channel, name in enumerate(("violin", "chords", "bass"))))
    violin = {"role": "violin", "program": 40, "is_drum": False, "render_chords": True}
    bass = {"role": "bass", "program": 32, "is_drum": False, "render_chords": False}
    job = add_piece(store, midi(*tracks), resolved={**RESOLVED, "parts": [violin, bass]})
    parts = client.get(f"/api/v1/jobs/{job.id}").json()["parts"]
    assert [(entry["role"], entry["program"]) for entry in parts] == [("violin", 40), ("chords", 88), ("bass", 32)]
    for entry in parts:
        file = mido.MidiFile(file=io.BytesIO(client.get(entry["href"]).content))
        assert file.tracks[1].name == entry["role"]
    assert part(client, job, 3).status_code == 404


def test_a_download_is_named_after_its_part(client: Client, job: Job) -> None:
    assert part(client, job, 1, "?download=1")["Content-Disposition"] == (
        'attachment; filename="piano-performance-7-bass.mid"'
    )


@pytest.mark.parametrize("place", [3, 10**30, "-1", "bass"])
def test_a_part_that_the_piece_has_not_is_not_found(client: Client, job: Job, place: Any) -> None:
    assert part(client, job, place).status_code == 404


def test_who_has_it_is_not_sent_it_again(client: Client, job: Job) -> None:
    etags = [part(client, job, place)["ETag"] for place in range(3)]
    assert len(set(etags)) == 3
    assert part(client, job, 1, if_none_match=etags[1]).status_code == 304
    assert part(client, job, 1, if_none_match=etags[0]).status_code == 200


@pytest.mark.parametrize("content", [b"", b"MThd", midi(scale(4), kind=0), midi(*TRACKS)[:-1]])
def test_what_is_no_file_of_ours_cannot_be_split(content: bytes) -> None:
    with pytest.raises(MidiError):
        split_part(content, 0)
