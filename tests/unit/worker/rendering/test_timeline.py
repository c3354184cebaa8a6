from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mido import Message, MetaMessage, MidiTrack

from tests.unit.worker.rendering.midi_files import TICKS_PER_BEAT, midi_file, saved
from worker.rendering.errors import RenderError
from worker.rendering.timeline import read_timeline

GOOD = midi_file([(0.0, 1.0, 60), (0.5, 1.5, 64)])


def test_messages_lie_at_the_frame_of_their_time():
    timeline = read_timeline(midi_file([(0.5, 1.0, 60)]))
    assert [(frame, message.type) for frame, message in timeline.messages] == [
        (0, "program_change"),
        (22_050, "note_on"),
        (44_100, "note_off"),
    ]
    assert timeline.end_frame == 8 * 44_100


def test_a_change_of_tempo_is_followed():
    track = MidiTrack([MetaMessage("set_tempo", tempo=1_000_000), Message("note_on", note=60, time=TICKS_PER_BEAT)])
    track.append(MetaMessage("set_tempo", tempo=250_000))
    track.append(MetaMessage("end_of_track", time=TICKS_PER_BEAT))
    assert read_timeline(saved(track)).end_frame == round(1.25 * 44_100)


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
