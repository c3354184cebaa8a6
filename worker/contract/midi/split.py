"""One part of a piece as a file of its own, with the bytes that it has among the others."""

from __future__ import annotations

from typing import Final

from worker.contract.midi.cursor import Cursor, MidiError

_HEADER: Final = b"MThd"
_TRACK: Final = b"MTrk"
# Of a header: the kind of the file, then the number of its tracks, then ticks per quarter; two bytes each.
_COUNT: Final = slice(2, 4)


def split_part(content: bytes, place: int) -> bytes:
    """The first track, which holds title and tempo, and that of the part at `place`, from 0.

    Raises:
        MidiError: It is no file of type 1.
        IndexError: It has no such part.
    """
    chunks = _chunks(content)
    if not chunks or chunks[0][0] != _HEADER or chunks[0][1][:2] != b"\0\1":
        raise MidiError("the file is of another kind than those that have a track for each part")
    header, *tracks = chunks
    two = bytearray(header[1])
    two[_COUNT] = b"\0\2"
    return b"".join(_chunk(*chunk) for chunk in ((_HEADER, bytes(two)), tracks[0], tracks[place + 1]))


def _chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    cursor, found = Cursor(content), []
    while cursor.is_left:
        name, size = cursor.take(4), int.from_bytes(cursor.take(4), "big")
        found.append((name, cursor.take(size)))
    return [chunk for chunk in found if chunk[0] in {_HEADER, _TRACK}]


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + len(content).to_bytes(4, "big") + content
