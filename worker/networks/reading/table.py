"""The sorted string tables in which TensorFlow keeps its checkpoints: keys and values in blocks, and a block of blocks.

Format: https://github.com/google/leveldb/blob/main/doc/table_format.md
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from worker.networks.reading.crc import masked_crc32c
from worker.networks.reading.errors import MalformedFile
from worker.networks.reading.snappy import decompress
from worker.networks.reading.wire import varint

MAX_ENTRIES: Final = 20_000
MAX_UNPACKED_BYTES: Final = 200 * 1024 * 1024

_FOOTER_BYTES: Final = 48
_TRAILER_BYTES: Final = 5
MAGIC: Final = (0xDB4775248B80FB57).to_bytes(8, "little")
_PLAIN, _SNAPPY = 0, 1


def entries(table: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """Every key with its value, in the table's order.

    Raises:
        MalformedFile: The bytes are no table, or one beyond the limits.
    """
    footer = table[-_FOOTER_BYTES:]
    if len(footer) < _FOOTER_BYTES or footer[-8:] != MAGIC:
        raise MalformedFile("it is no TensorFlow checkpoint")
    _, _, position = _handle(footer, 0)
    index_start, index_size, _ = _handle(footer, position)
    left, end, count = MAX_UNPACKED_BYTES, 0, 0
    for _, handle in _block_entries(_block(table, index_start, index_size, left)):
        start, size, _ = _handle(handle, 0)
        # Blocks follow each other in a table; one that is named again and again would be read again and again.
        if start < end:
            raise MalformedFile("the checkpoint's blocks overlap")
        end = start + size
        block = _block(table, start, size, left)
        left -= len(block)
        for entry in _block_entries(block):
            count += 1
            if count > MAX_ENTRIES:
                raise MalformedFile("the checkpoint has too many entries")
            yield entry


def _handle(data: memoryview, position: int) -> tuple[int, int, int]:
    """Where a block lies and its size, and the position after the handle."""
    start, position = varint(data, position)
    size, position = varint(data, position)
    return start, size, position


def _block(table: memoryview, start: int, size: int, max_bytes: int) -> memoryview:
    end = start + size
    if end + _TRAILER_BYTES > len(table) or size > max_bytes:
        raise MalformedFile("a block of the checkpoint is cut short")
    if masked_crc32c(table[start : end + 1]) != int.from_bytes(table[end + 1 : end + _TRAILER_BYTES], "little"):
        raise MalformedFile("a block of the checkpoint is damaged: its checksum differs")
    if table[end] == _SNAPPY:
        return memoryview(decompress(table[start:end], max_bytes))
    if table[end] != _PLAIN:
        raise MalformedFile("a block of the checkpoint is compressed in an unknown way")
    return table[start:end]


def _block_entries(block: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """Keys, each of which may share its beginning with the one before, and their values."""
    restarts = int.from_bytes(block[-4:], "little")
    end = len(block) - 4 * (restarts + 1)
    if end < 0:
        raise MalformedFile("a block of the checkpoint is malformed")
    position, key = 0, b""
    while position < end:
        shared, position = varint(block, position)
        unshared, position = varint(block, position)
        size, position = varint(block, position)
        if shared > len(key) or position + unshared + size > end:
            raise MalformedFile("an entry of the checkpoint is malformed")
        key = key[:shared] + bytes(block[position : position + unshared])
        position += unshared
        yield key, block[position : position + size]
        position += size
