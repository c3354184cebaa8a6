"""Notes while they are made, by the real workers: all of the MIDI file's, each once, to whoever listens."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any

import mido
import pytest

from tests.client import Client
from tests.event_stream import Event, EventStream
from worker.encodings.midi import NoteMessages, channels_of

PIANO = {"style": "piano", "length_seconds": 60}


def events_of(client: Client, job: dict[str, Any], last_event_id: str = "") -> EventStream:
    return EventStream(f"{client.url}{job['links']['events']}", Last_Event_ID=last_event_id)


def heard(client: Client, job: dict[str, Any]) -> list[Event]:
    """All events of a job, over one connection."""
    with events_of(client, job) as stream:
        return list(stream)


def heard_in_pieces(client: Client, job: dict[str, Any]) -> Iterator[Event]:
    """The same by one who loses the connection after every fourth event."""
    last, is_done = "", False
    while not is_done:
        with events_of(client, job, last) as stream:
            is_done = stream.status == 204
            for event in islice(stream, 4):
                yield event
                last, is_done = event.id or last, event.name == "done"


def music(events: list[Event]) -> list[Event]:
    return [event for event in events if event.name in {"score", "notes"}]


def notes_of(events: list[Event]) -> list[list[Any]]:
    return [note for event in events if event.name == "notes" for note in event.data["notes"]]


def of_file(midi: bytes) -> list[tuple[int, mido.Message]]:
    """The notes' messages of all tracks, by track, with their ticks."""
    found = []
    for track in mido.MidiFile(file=io.BytesIO(midi)).tracks:
        ticks = 0
        for message in track:
            ticks += message.time
            if message.type in {"note_on", "note_off"}:
                found.append((ticks, message.copy(time=0)))
    return found


def of_events(events: list[Event]) -> list[tuple[int, mido.Message]]:
    """What the notes that were told are in such a file."""
    score = next(event.data for event in events if event.name == "score")
    channels = channels_of(part["is_drum"] for part in score["parts"])
    timed = []
    for part, pitch, velocity, start, end in notes_of(events):
        messages = NoteMessages(channels[part], score["qpm"])
        timed += [(part, *messages.on(pitch, velocity, start)), (part, *messages.off(pitch, start, end))]
    return [(ticks, message) for _, ticks, _, message in sorted(timed, key=lambda one: one[:3])]


@pytest.mark.parametrize(
    "request_", [PIANO, {"style": "drums", "length_seconds": 40}, {**PIANO, "length_seconds": 20, "start_pitch": 60}]
)
def test_the_notes_that_are_told_are_those_of_the_midi_file(client: Client, request_: dict[str, Any]) -> None:
    job = client.create(**request_)
    events = heard(client, job)
    assert of_events(events) == of_file(client.file(client.finished(job), "piece.mid"))
    told = music(events)
    assert [event.name for event in told][:2] == ["score", "notes"]
    assert [event.name for event in told].count("score") == 1
    assert told[0].data["length_seconds"] == told[-1].data["until_seconds"] == request_["length_seconds"]


def test_the_first_notes_are_told_long_before_the_last(client: Client) -> None:
    events = heard(client, client.create(**PIANO))
    notes = [event for event in events if event.name == "notes"]
    assert len(notes) >= 5
    assert notes[0].data["until_seconds"] < 20
    begun = [note for event in notes for note in event.data["begun"]]
    assert begun
    assert {tuple(note) for note in begun} <= {tuple(note[:4]) for note in notes_of(events)}


def test_a_stream_that_is_taken_up_in_midst_repeats_nothing_and_misses_nothing(client: Client) -> None:
    job = client.create(**PIANO)
    whole = list(heard_in_pieces(client, job))
    assert music(whole) == music(heard(client, job))
    assert of_events(whole) == of_file(client.file(job, "piece.mid"))


def test_two_listeners_are_told_the_same(client: Client) -> None:
    job = client.create(**PIANO)
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(lambda _: heard(client, job), range(2))
    assert one == other
    assert notes_of(one)


def test_a_listener_who_goes_stops_nothing(client: Client) -> None:
    job = client.create(**PIANO)
    with events_of(client, job) as stream:
        while next(iter(stream)).name != "notes":
            pass
    assert client.finished(job)["status"] == "succeeded"
