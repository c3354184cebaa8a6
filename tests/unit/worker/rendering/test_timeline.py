from __future__ import annotations

import io
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mido import Message, MetaMessage, MidiFile, MidiTrack

from tests.unit.worker.rendering.midi_files import TICKS_PER_BEAT, midi_file, saved
from worker.rendering.errors import RenderError
from worker.rendering.timeline import SAMPLE_RATE_HZ, frame_of, read_timeline

GOOD = midi_file([(0.0, 1.0, 60), (0.5, 1.5, 64)])


def test_messages_lie_at_the_frame_of_their_time():
    timeline = read_timeline(midi_file([(0.5, 1.0, 60)]))
    assert [(frame, message.type) for frame, message in timeline.messages] == [
        (0, "program_change"),
        (24_000, "note_on"),
        (48_000, "note_off"),
    ]
    assert timeline.end_frame == 8 * 48_000


def test_a_change_of_tempo_is_followed():
    track = MidiTrack([MetaMessage("set_tempo", tempo=1_000_000), Message("note_on", note=60, time=TICKS_PER_BEAT)])
    track.append(MetaMessage("set_tempo", tempo=250_000))
    track.append(MetaMessage("end_of_track", time=TICKS_PER_BEAT))
    assert read_timeline(saved(track)).end_frame == round(1.25 * 48_000)


@given(st.integers(0, 10**6), st.integers(1, 2**24 - 1), st.integers(1, 2**15 - 1))
def test_ticks_lie_at_the_nearest_frame_the_later_of_two(ticks: int, tempo: int, ticks_per_quarter: int):
    exact = Fraction(ticks * tempo * SAMPLE_RATE_HZ, ticks_per_quarter * 10**6)
    assert -Fraction(1, 2) < frame_of(ticks, tempo, ticks_per_quarter) - exact <= Fraction(1, 2)


def test_many_changes_of_tempo_lose_no_frame():
    track = MidiTrack()
    for number in range(1000):
        track.append(MetaMessage("set_tempo", tempo=333_333 + number, time=7))
    track.append(MetaMessage("end_of_track", time=0))
    exact = Fraction(7 * (500_000 + sum(333_333 + number for number in range(999))) * SAMPLE_RATE_HZ, 480 * 10**6)
    assert abs(read_timeline(saved(track)).end_frame - exact) <= Fraction(1, 2)


def test_messages_of_one_tick_come_in_the_order_of_their_tracks_and_in_a_tracks_own():
    file, tracks = io.BytesIO(), []
    for channel in range(2):
        notes = [Message("note_on", channel=channel, note=note, time=0) for note in (64, 60)]
        tracks.append(MidiTrack(notes))
    MidiFile(tracks=tracks, ticks_per_beat=TICKS_PER_BEAT).save(file=file)
    messages = [message for _, message in read_timeline(file.getvalue()).messages]
    assert [(message.channel, message.note) for message in messages] == [(0, 64), (0, 60), (1, 64), (1, 60)]


@pytest.mark.parametrize("midi", [b"", b"no MIDI at all", GOOD[:30], b"MThd"])
def test_what_is_no_midi_file_is_refused(midi: bytes):
    with pytest.raises(RenderError, match="MIDI file cannot be read"):
        read_timeline(midi)


def test_a_file_that_counts_in_smpte_frames_is_refused():
    smpte_25_frames_40_ticks = bytes([0xE7, 0x28])
    with pytest.raises(RenderError, match="SMPTE"):
        read_timeline(GOOD[:12] + smpte_25_frames_40_ticks + GOOD[14:])


def test_a_piece_over_ten_minutes_is_refused_and_the_limit_is_named():
    with pytest.raises(RenderError, match=r"lasts 601 s; at most 600 s"):
        read_timeline(midi_file([], length_seconds=601))


@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_a_damaged_byte_gives_a_timeline_or_a_render_error(position: int, byte: int):
    damaged = GOOD[:position] + bytes([byte]) + GOOD[position + 1 :]
    try:
        timeline = read_timeline(damaged)
    except RenderError:
        return
    assert all(0 <= frame <= timeline.end_frame for frame, _ in timeline.messages)
