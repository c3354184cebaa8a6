"""Protocol buffers by their wire format, field by field, without copies.

The messages that networks lie in are few and flat. Read like this, a hostile one costs what is looked at and no more:
no tree of objects is built from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from worker.networks.reading.errors import MalformedFile

MAX_FIELDS: Final = 100_000
# A field that is looked for by its number is among the first of its message in all that TensorFlow writes.
_LOOKED_AT: Final = 64

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_FIXED_SIZES: Final = {_FIXED64: 8, _FIXED32: 4}


def varint(data: memoryview, position: int) -> tuple[int, int]:
    """The unsigned number at `position`, and the position after it."""
    value = 0
    for shift in range(0, 70, 7):
        if position >= len(data):
            raise MalformedFile("a number is cut short")
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
    raise MalformedFile("a number is too long")


def fields(message: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Number and value of every field: an int for a varint, the bytes for anything else.

    Raises:
        MalformedFile: The bytes are no message, or hold more than `MAX_FIELDS` fields.
    """
    position = 0
    for _ in range(MAX_FIELDS):
        if position == len(message):
            return
        tag, position = varint(message, position)
        if not tag >> 3:
            raise MalformedFile("a field has no number")
        if tag & 7 == _VARINT:
            value, position = varint(message, position)
            yield tag >> 3, value
            continue
        size, position = _size(message, tag & 7, position)
        if position + size > len(message):
            raise MalformedFile("a field is cut short")
        yield tag >> 3, message[position : position + size]
        position += size
    if position < len(message):
        raise MalformedFile("a message has too many fields")


def submessages(message: memoryview, number: int) -> Iterator[memoryview]:
    """The bytes of every field of that number."""
    return (value for found, value in fields(message) if found == number and isinstance(value, memoryview))


def first(message: memoryview, number: int) -> memoryview:
    """The bytes of the first field of that number; empty where there is none, as the format has it."""
    looked_at = islice(fields(message), _LOOKED_AT)
    return next((value for found, value in looked_at if found == number and isinstance(value, memoryview)), message[:0])


def number_of(message: memoryview, number: int) -> int:
    """The first varint of that field number; 0 where there is none, as the format has it."""
    looked_at = islice(fields(message), _LOOKED_AT)
    return next((value for found, value in looked_at if found == number and isinstance(value, int)), 0)


def text(data: memoryview) -> str:
    """The string in `data`, which must be UTF-8."""
    try:
        return str(data, "utf-8")
    except UnicodeDecodeError as error:
        raise MalformedFile("a name is no text") from error


def _size(message: memoryview, wire_type: int, position: int) -> tuple[int, int]:
    if wire_type == _BYTES:
        return varint(message, position)
    if wire_type not in _FIXED_SIZES:
        raise MalformedFile("a field has no known type")
    return _FIXED_SIZES[wire_type], position
