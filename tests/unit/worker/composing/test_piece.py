"""The Standard MIDI file of a piece, read back by another library."""

from __future__ import annotations

import io

import mido
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.composing.piece import Part, Piece
from worker.encodings.notes import NOTE_DTYPE

note = st.tuples(st.floats(0, 28), st.floats(0.01, 2), st.integers(0, 127), st.integers(1, 127)).map(
    lambda n: (n[0], n[0] + n[1], n[2], n[3])
)


def piece(*parts: Part, length_seconds: float = 30.0, qpm: float = 120.0) -> Piece:
    return Piece("a title", length_seconds, qpm, parts)


def part(
    notes: list[tuple[float, float, int, int]], role: str = "piano", program: int = 0, is_drum: bool = False
) -> Part:
    return Part(role, program, is_drum, np.array(notes, dtype=NOTE_DTYPE))


def read(midi: bytes) -> mido.MidiFile:
    return mido.MidiFile(file=io.BytesIO(midi))


@given(st.lists(note, max_size=30), st.sampled_from([60.0, 97.3, 120.0, 200.0]))
def test_every_note_that_begins_ends_and_the_file_is_as_long_as_asked(notes, qpm):
    file = read(piece(part(notes), qpm=qpm).to_midi())
    assert file.length == pytest.approx(30.0, abs=0.02)
    sounding: dict[int, int] = {}
    for message in file:
        if message.type == "note_on":
            sounding[message.note] = sounding.get(message.note, 0) + 1
        elif message.type == "note_off":
            sounding[message.note] -= 1
    assert not any(sounding.values())


@given(st.floats(5, 180), st.floats(30, 300))
def test_an_empty_piece_is_as_long_as_asked_too(length_seconds, qpm):
    file = read(piece(part([]), length_seconds=length_seconds, qpm=qpm).to_midi())
    assert file.length == pytest.approx(length_seconds, abs=0.02)


def test_tempo_program_and_track_names_are_there_for_a_daw():
    file = read(piece(part([(0, 1, 60, 90)], "lead", program=30), qpm=97.0).to_midi())
    messages = [message for track in file.tracks for message in track]
    assert [track.name for track in file.tracks] == ["a title", "lead"]
    assert next(m for m in messages if m.type == "set_tempo").tempo == mido.bpm2tempo(97.0)
    assert next(m for m in messages if m.type == "program_change").program == 30


def test_drums_play_on_channel_10_and_nothing_else_does():
    parts = [part([(0, 1, 36, 90)], "drums", is_drum=True), *(part([(0, 1, 60, 90)], f"part {i}") for i in range(12))]
    file = read(piece(*parts).to_midi())
    channels = [{m.channel for m in track if not m.is_meta} for track in file.tracks[1:]]
    assert channels[0] == {9}
    assert all(9 not in channel for channel in channels[1:])
    assert len(set.union(*channels)) == 13


def test_the_same_piece_is_the_same_bytes():
    notes = [(0.0, 1.0, 60, 90), (0.0, 1.0, 64, 90), (0.5, 1.5, 67, 90)]
    assert piece(part(notes)).to_midi() == piece(part(list(notes))).to_midi()


def test_a_title_in_any_script_is_kept():
    midi = Piece("Ноктюрн 夜想曲", 10.0, 120.0, (part([], "фортепиано"),)).to_midi()
    file = mido.MidiFile(file=io.BytesIO(midi), charset="utf-8")
    assert [track.name for track in file.tracks] == ["Ноктюрн 夜想曲", "фортепиано"]
