"""Pages of an Ogg stream (RFC 3533)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

_HEADER_BYTES: Final = 27
_SERIAL: Final = slice(14, 18)
_CHECKSUM: Final = slice(22, 26)
_REVERSED_BITS: Final = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


class OggPage(NamedTuple):
    """Where a page lies in its stream, and how many frames of sound there are up to its end."""

    start: int
    end: int
    frames: int


def read_pages(stream: bytes) -> Iterator[OggPage]:
    """All pages in order; nothing but whole ones is let pass.

    Raises:
        ValueError: The stream is cut short, or a page is damaged.
    """
    start = 0
    while start < len(stream):
        end = _end_of(stream, start)
        page = stream[start:end]
        if checksum(page) != page[_CHECKSUM]:
            raise ValueError("a page of Ogg is damaged")
        yield OggPage(start, end, int.from_bytes(page[6:14], "little", signed=True))
        start = end


def with_serial(stream: bytes, serial: int) -> bytes:
    """The same stream, whole and sound, by another number.

    Raises:
        ValueError: It is damaged.
    """
    pages = []
    for place in read_pages(stream):
        page = bytearray(stream[place.start : place.end])
        page[_SERIAL] = serial.to_bytes(4, "little")
        page[_CHECKSUM] = checksum(bytes(page))
        pages.append(page)
    return b"".join(pages)


def checksum(page: bytes) -> bytes:
    """What a page's own field of checksum must hold, which is left out of account.

    The polynomial is zlib's with every byte's bits the other way round, from 0 and without a last inversion.
    """
    content = page[: _CHECKSUM.start] + bytes(4) + page[_CHECKSUM.stop :]
    crc = zlib.crc32(content.translate(_REVERSED_BITS), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return crc.to_bytes(4, "little").translate(_REVERSED_BITS)[::-1]


def _end_of(stream: bytes, start: int) -> int:
    header = stream[start : start + _HEADER_BYTES]
    if len(header) < _HEADER_BYTES or header[:4] != b"OggS":
        raise ValueError("a page of Ogg does not begin where it should")
    lengths_end = start + _HEADER_BYTES + header[-1]
    end = lengths_end + sum(stream[start + _HEADER_BYTES : lengths_end])
    if end > len(stream):
        raise ValueError("a page of Ogg is cut short")
    return end
