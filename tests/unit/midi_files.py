"""MIDI files for tests, as programs write them."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable
from typing import Any

import mido

TICKS = 480

# Start and end in ticks, pitch.
Note = tuple[int, int, int]


def track(notes: Iterable[Note], channel: int = 0, name: str = "", velocity: int = 80) -> mido.MidiTrack:
    """A track of its own; a note ends before another begins at its tick."""
    timed: list[tuple[int, int, mido.Message]] = []
    for start, end, pitch in notes:
        timed.append((start, 1, mido.Message("note_on", channel=channel, note=pitch, velocity=velocity)))
        timed.append((end, 0, mido.Message("note_off", channel=channel, note=pitch)))
    return of_messages([mido.MetaMessage("track_name", name=name)] if name else [], timed)


def of_messages(first: list[Any], timed: list[tuple[int, int, Any]]) -> mido.MidiTrack:
    """Messages at (tick, order within the tick)."""
    made, now = mido.MidiTrack(first), 0
    for tick, _, message in sorted(timed, key=lambda entry: entry[:2]):
        made.append(message.copy(time=tick - now))
        now = tick
    return made


def tempos(*changes: tuple[int, float]) -> mido.MidiTrack:
    """A track of tempos: the tick, and quarters per minute."""
    timed = [(tick, 0, mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(qpm))) for tick, qpm in changes]
    return of_messages([], timed)


def midi(*tracks: mido.MidiTrack, kind: int = 1, ticks: int = TICKS) -> bytes:
    file = mido.MidiFile(type=kind, ticks_per_beat=ticks, tracks=list(tracks))
    content = io.BytesIO()
    file.save(file=content)
    return content.getvalue()


def raw(events: bytes, kind: int = 0, tracks: int = 1, division: int = TICKS) -> bytes:
    """A file of one track, byte for byte."""
    return struct.pack(">4sLHHH4sL", b"MThd", 6, kind, tracks, division, b"MTrk", len(events)) + events


def scale(quarters: int, channel: int = 0, name: str = "") -> mido.MidiTrack:
    """A note each quarter, half as long."""
    return track(((q * TICKS, q * TICKS + TICKS // 2, 48 + q % 24) for q in range(quarters)), channel, name)
