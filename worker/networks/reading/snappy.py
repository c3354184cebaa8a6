"""Snappy's block format, in which TensorFlow 1 stored the blocks of a checkpoint that it could make smaller.

Format: https://github.com/google/snappy/blob/main/format_description.txt
"""

from __future__ import annotations

from worker.networks.reading.errors import MalformedFile
from worker.networks.reading.wire import varint


def decompress(data: memoryview, max_bytes: int) -> bytes:
    """The bytes that `data` stands for.

    Raises:
        MalformedFile: It is no such block, or one of more than `max_bytes`.
    """
    size, position = varint(data, 0)
    if size > max_bytes:
        raise MalformedFile("a compressed block is too large")
    out = bytearray()
    while position < len(data):
        if data[position] & 3 == 0:
            length, position = _literal(data, position)
            out += data[position : position + length]
            position += length
        else:
            length, offset, position = _copy(data, position)
            _repeat(out, offset, length)
        if len(out) > size:
            break
    if len(out) != size:
        raise MalformedFile("a compressed block has not the length it says")
    return bytes(out)


def _literal(data: memoryview, position: int) -> tuple[int, int]:
    """Length of the literal, and where its bytes begin."""
    length, position = data[position] >> 2, position + 1
    extra = max(0, length - 59)
    if extra:
        length = int.from_bytes(data[position : position + extra], "little")
    return length + 1, position + extra


def _copy(data: memoryview, position: int) -> tuple[int, int, int]:
    """Length and distance of what is to be repeated, and the position after it."""
    tag = data[position]
    if tag & 3 == 1:
        low = int.from_bytes(data[position + 1 : position + 2], "little")
        return (tag >> 2 & 7) + 4, (tag >> 5) << 8 | low, position + 2
    width = 2 if tag & 3 == 2 else 4
    return (tag >> 2) + 1, int.from_bytes(data[position + 1 : position + 1 + width], "little"), position + 1 + width


def _repeat(out: bytearray, offset: int, length: int) -> None:
    if not 0 < offset <= len(out):
        raise MalformedFile("a compressed block repeats what was not there")
    piece = bytes(out[-offset:][:length])
    out += (piece * (length // len(piece) + 1))[:length]
