"""One note's messages are those that the whole piece's file has of it."""

from __future__ import annotations

import io

import mido
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from worker.composing.piece import Part, Piece
from worker.encodings.midi import NoteMessages, channels_of, program_change
from worker.encodings.notes import NOTE_DTYPE

QPM = 97.0
# So close together that several messages fall on a tick.
times = st.floats(0, 0.05)
notes = st.lists(
    st.tuples(times, times, st.integers(60, 62), st.integers(1, 127)).map(lambda n: (n[0], n[0] + n[1], *n[2:])),
    max_size=20,
    unique_by=lambda n: (n[0], n[2]),
)


@given(notes, st.randoms())
def test_messages_made_one_by_one_in_any_order_and_sorted_are_the_track_of_the_part(rows, chance):
    rows.sort(key=lambda row: (row[0], row[2]))
    piece = Piece("title", 30.0, QPM, (Part("piano", 0, False, np.array(rows, NOTE_DTYPE)),))
    _, track = mido.MidiFile(file=io.BytesIO(piece.to_midi())).tracks
    chance.shuffle(rows)
    messages = NoteMessages(0, QPM)
    made = [messages.on(pitch, velocity, start) for start, _, pitch, velocity in rows]
    made += [messages.off(pitch, start, end) for start, end, pitch, _ in rows]
    in_track, now = [], 0
    for message in track:
        now += message.time
        if message.type.startswith("note"):
            in_track.append((now, message.copy(time=0)))
    assert [(timed.ticks, timed.message) for timed in sorted(made, key=lambda timed: timed[:2])] == in_track


def test_drums_share_their_channel_and_the_others_have_one_each_as_long_as_there_are_any():
    assert channels_of([False, True, False, True]) == (0, 9, 1, 9)
    many = channels_of([False] * 20)
    assert 9 not in many
    assert sorted(many[:15]) == [*range(9), *range(10, 16)]
    assert many[15:] == many[:5]


def test_drums_have_no_program():
    assert [message.program for message in program_change(3, 40)] == [40]
    assert not list(program_change(9, 40))
