"""MIDI files of strangers: read as Magenta reads them where they are whole, refused in plain words where not."""

from __future__ import annotations

import time

import mido
import note_seq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.midi_files import TICKS, midi, of_messages, raw, scale, tempos, track
from worker.contract.errors import ErrorCode
from worker.contract.grid import steps_per_quarter
from worker.contract.primer_midi import MAX_BYTES, MAX_NOTES, MAX_SECONDS, PrimerError, PrimerTooLong, parse_primer
from worker.encodings.configs import CONFIGS

ON, OFF = bytes((0x90, 60, 80)), bytes((0x80, 60, 0))
QUARTER = b"\x83\x60"
END = b"\x00\xff\x2f\x00"
NOTE = b"\x00" + ON + QUARTER + OFF

notes = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 8), st.integers(0, 127)).map(lambda n: (n[0], n[0] + n[1], n[2])),
    min_size=1,
    max_size=30,
)


def times(content):
    return [(note.start_seconds, note.end_seconds, note.pitch) for note in parse_primer(content)]


def test_a_note_has_its_time_in_seconds_and_in_quarters():
    (note,) = parse_primer(midi(tempos((0, 60)), track([(TICKS, 3 * TICKS, 64)], name="piano")))
    assert (note.start_seconds, note.end_seconds) == (1.0, 3.0)
    assert (note.start_quarters, note.end_quarters) == (1.0, 3.0)
    assert (note.pitch, note.velocity, note.is_drum, note.track) == (64, 80, False, "piano")


def test_without_a_tempo_there_are_120_quarters_to_the_minute():
    assert times(midi(track([(TICKS, 2 * TICKS, 60)]))) == [(0.5, 1.0, 60)]


def test_every_change_of_tempo_is_heeded_whatever_its_track():
    slow = midi(track([(0, 4 * TICKS, 60)]), tempos((0, 60), (2 * TICKS, 30)))
    assert times(slow) == [(0.0, 6.0, 60)]


def test_the_tenth_channel_is_for_drums():
    found = parse_primer(midi(track([(0, TICKS, 36)], channel=9), track([(0, TICKS, 60)])))
    assert [(note.pitch, note.is_drum) for note in found] == [(36, True), (60, False)]


def test_a_status_byte_may_be_left_out_and_a_note_may_end_by_one_of_no_velocity():
    assert times(raw(b"\x00" + ON + QUARTER + bytes((60, 0)) + END)) == [(0.0, 0.5, 60)]


def test_time_passes_before_what_is_unknown_too():
    unknown = QUARTER + b"\xff\x60\x01x" + QUARTER + b"\xf0\x02\x01\xf7" + QUARTER + b"\xc0\x05"
    assert times(raw(unknown + NOTE)) == [(1.5, 2.0, 60)]


def test_a_release_ends_all_notes_of_its_pitch_and_one_without_a_note_nothing():
    restruck = raw(b"\x00" + OFF + b"\x00" + ON + QUARTER + ON + QUARTER + OFF)
    assert times(restruck) == [(0.0, 1.0, 60), (0.5, 1.0, 60)]


def test_a_note_that_nothing_ends_is_left_out():
    assert times(raw(b"\x00" + bytes((0x90, 70, 80)) + NOTE)) == [(0.0, 0.5, 60)]


def test_chunks_that_are_no_tracks_are_passed_over_and_what_follows_the_last_track_too():
    content = raw(NOTE + END)
    alien = b"XFIH\x00\x00\x00\x02ab"
    assert times(content[:14] + alien + content[14:] + b"rest") == [(0.0, 0.5, 60)]


def test_a_track_that_is_named_in_utf_8_or_in_latin_1_has_that_name():
    for name in ("Geige für Anna".encode(), "Geige für Anna".encode("latin-1")):
        (note,) = parse_primer(raw(b"\x00\xff\x03" + bytes((len(name),)) + name + NOTE))
        assert note.track == "Geige für Anna"


@given(st.lists(st.tuples(notes, st.sampled_from((0, 3, 9))), min_size=1, max_size=4), st.integers(1, 960))
def test_a_whole_file_is_read_as_magenta_reads_it(tracks, ticks):
    content = midi(tempos((0, 120), (7, 97.5), (20, 240)), *(track(*made) for made in tracks), ticks=ticks)
    sequence = note_seq.midi_to_note_sequence(content)
    expected = sorted((n.start_time, n.end_time, n.pitch, n.velocity, n.is_drum) for n in sequence.notes)
    found = sorted((n.start_seconds, n.end_seconds, n.pitch, n.velocity, n.is_drum) for n in parse_primer(content))
    assert [note[2:] for note in found] == [note[2:] for note in expected]
    assert [note[:2] for note in found] == [pytest.approx(note[:2]) for note in expected]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "begins with the letters MThd"),
        (b"RIFF", "begins with the letters MThd"),
        (b"MThd", "ends before"),
        (b"MThd\x00\x00\x00\x02\x00\x00", "header of the file is too short"),
        (b"MThd\xff\xff\xff\xff\x00\x00", "ends before"),
        (raw(NOTE, kind=2), "type 2"),
        (raw(NOTE, division=0), "frames of film"),
        (raw(NOTE, division=0xE728), "frames of film"),
        (raw(NOTE, tracks=65), "65 tracks"),
        (raw(NOTE, tracks=2), "ends before"),
        (raw(NOTE)[:-1], "ends before"),
        (raw(NOTE[:-1]), "middle of an event"),
        (raw(b"\x00"), "middle of an event"),
        (raw(b"\x00\x3c\x50"), "begins in the middle"),
        (raw(b"\x00\xf4\x00"), "0xf4"),
        (raw(b"\x00\x90\x3c\x80"), "over 127"),
        (raw(b"\x00\xff\x51\x03\x00\x00\x00"), "tempo"),
        (raw(b"\x00\xff\x51\x01\x07"), "tempo"),
        (raw(b"\x80" * 5 + b"\x00" + ON), "longer than any"),
        (raw(b"\x00\xf0\xff\xff\xff\x7f"), "ends before"),
        (raw(END), "no note"),
        (raw(END + NOTE), "no note"),
        (raw(b"\x00" + ON + b"\x00" + OFF), "no note"),
        (raw(NOTE, tracks=0), "no note"),
    ],
)
def test_what_is_no_such_file_is_refused_in_words(content, words):
    with pytest.raises(PrimerError, match=words) as refused:
        parse_primer(content)
    assert refused.value.code == ErrorCode.INVALID_PRIMER


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (bytes(MAX_BYTES + 1), "262145 bytes"),
        (midi(track((t, t + 1, 60) for t in range(MAX_NOTES + 1))), "more than 10000 notes"),
        (midi(track([(0, 1201 * TICKS, 60)])), "lasts 600 s"),
        (raw((b"\xff\xff\xff\x7f" + ON) * 1000 + b"\x01" + OFF), "lasts"),
    ],
)
def test_more_than_a_primer_may_have_is_refused(content, words):
    with pytest.raises(PrimerTooLong, match=words) as refused:
        parse_primer(content)
    assert refused.value.code == ErrorCode.PRIMER_TOO_LONG


def test_as_much_as_a_primer_may_have_is_read():
    assert (
        len(parse_primer(midi(*(track((t, t + 1, 60) for t in range(MAX_NOTES // 50)) for _ in range(50)))))
        == MAX_NOTES
    )
    assert times(midi(track([(0, 1200 * TICKS, 60)]))) == [(0.0, MAX_SECONDS, 60)]


SIZE = MAX_BYTES - 64
HEAVY = {
    "numbers without end": raw(b"\xff" * SIZE),
    "messages of two bytes": raw(b"\x00\xc0\x00" + b"\x00\x00" * (SIZE // 2 - 2)),
    "strikes at one tick": raw(b"\x00" + ON + b"\x00\x3c\x50" * (SIZE // 3 - 2)),
    "strikes and releases": raw(b"\x00" + ON + b"\x00\x3c\x50\x01\x3c\x00" * (SIZE // 6 - 1)),
    "strikes, then releases": raw(b"\x00" + ON + b"\x01\x3c\x50" * (SIZE // 6) + b"\x00\x3c\x00" * (SIZE // 6 - 1)),
    "tempos": raw(b"\x00\xff\x51\x03\x00\x00\x01" * (SIZE // 7)),
    "small chunks": raw(b"", tracks=2) + b"JUNK\x00\x00\x00\x00" * (SIZE // 8),
    "one long name": raw(b"\x00\xff\x03\x8f\x7f" + b"\x80" * 2047 + b"\x00\xff\x01\x8f\x70" + b"\x80" * 2032),
}


@pytest.mark.parametrize("content", HEAVY.values(), ids=HEAVY.keys())
def test_no_file_takes_long(content):
    began = time.process_time()
    with pytest.raises(PrimerError):
        parse_primer(content)
    assert time.process_time() - began < 2


def is_read_or_refused(content):
    try:
        found = parse_primer(content)
    except PrimerError:
        return
    assert 1 <= len(found) <= MAX_NOTES
    assert all(0 <= note.start_seconds < note.end_seconds <= MAX_SECONDS for note in found)
    assert all(0 <= note.pitch <= 127 and 1 <= note.velocity <= 127 for note in found)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    is_read_or_refused(content)


@given(st.binary(max_size=400), st.integers(0, 2), st.integers(0, 3), st.integers(0, 0xFFFF))
def test_any_bytes_of_a_track_are_read_or_refused(events, kind, tracks, division):
    is_read_or_refused(raw(events, kind, tracks, division))


@given(st.data())
def test_a_file_with_bytes_changed_is_read_or_refused(data):
    content = bytearray(midi(tempos((0, 97)), scale(8, name="piano"), scale(8, channel=9)))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    is_read_or_refused(bytes(content))


def test_markers_and_pedals_are_passed_over():
    pedal = mido.Message("control_change", control=64, value=127)
    made = of_messages([mido.MetaMessage("marker", text="verse")], [(TICKS, 0, pedal)])
    assert times(midi(made, scale(1))) == [(0.0, 0.25, 48)]


@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS.keys())
def test_web_knows_the_grid_of_every_config(config):
    expected = None if config.family == "performance" else config.steps_per_quarter
    assert steps_per_quarter(config.id) == expected
