"""A whole MIDI file: its header and its tracks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from worker.contract.midi.cursor import Cursor, MidiError
from worker.contract.midi.track import Track, read_track

MAX_TRACKS: Final = 64

_HEADER_BYTES: Final = 6
_SMPTE_BIT: Final = 0x8000


@dataclass(frozen=True, slots=True)
class MidiFile:
    """A file of type 0 or 1, whose tracks sound together."""

    ticks_per_quarter: int
    tracks: tuple[Track, ...]


def read_midi_file(content: bytes) -> MidiFile:
    """Reads all of it.

    Raises:
        MidiError: It is damaged or of another kind, or has more than 64 tracks.
    """
    if content[:4] != b"MThd":
        raise MidiError("this is no Standard MIDI file; such a file begins with the letters MThd")
    cursor = Cursor(content)
    count, ticks_per_quarter = _header(_chunk(cursor)[1])
    tracks: list[Track] = []
    while len(tracks) < count:
        name, chunk = _chunk(cursor)
        if name == b"MTrk":  # what else there is may be passed over
            tracks.append(read_track(chunk))
    return MidiFile(ticks_per_quarter, tuple(tracks))


def _chunk(cursor: Cursor) -> tuple[bytes, bytes]:
    name, size = cursor.take(4), int.from_bytes(cursor.take(4), "big")
    return name, cursor.take(size)


def _header(chunk: bytes) -> tuple[int, int]:
    """How many tracks there are, and ticks per quarter."""
    if len(chunk) < _HEADER_BYTES:
        raise MidiError("the header of the file is too short")
    kind, count, division = (int.from_bytes(chunk[place : place + 2], "big") for place in (0, 2, 4))
    if kind > 1:
        raise MidiError(f"the file is of type {kind}, whose tracks do not sound together; save it as type 0 or 1")
    if count > MAX_TRACKS:
        raise MidiError(f"the file has {count} tracks; it may have at most {MAX_TRACKS}")
    if division & _SMPTE_BIT or division == 0:
        raise MidiError("the file counts time in frames of film; save it with ticks per quarter note")
    return count, division
