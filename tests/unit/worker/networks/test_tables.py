"""The bytes beneath a checkpoint: checksums, compressed blocks, tables."""

from __future__ import annotations

import numpy as np
import pytest

from worker.networks.reading.crc import crc32c
from worker.networks.reading.errors import MalformedFile
from worker.networks.reading.snappy import decompress
from worker.networks.reading.table import MAGIC, entries
from worker.networks.reading.wire import MAX_FIELDS, fields


def plain_crc32c(data: bytes) -> int:
    """Bit by bit, as the definition has it."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def test_the_checksum_is_castagnolis():
    assert crc32c(memoryview(b"123456789")) == 0xE3069283


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 70_001, 131_073])
def test_the_checksum_of_many_bytes_is_that_of_the_definition(size):
    data = np.random.default_rng(size).bytes(size)
    assert crc32c(memoryview(data)) == plain_crc32c(data)


@pytest.mark.parametrize(
    ("block", "content"),
    [
        (b"\x05\x10hello", b"hello"),
        (b"\x0a\x00a\x15\x01\x00", b"a" * 10),
        (b"\x0c\x0cabcd\x1e\x04\x00", b"abcdabcdabcd"),
        (b"\x46\xf0\x45" + b"x" * 70, b"x" * 70),
    ],
)
def test_a_compressed_block_is_spread_again(block, content):
    assert decompress(memoryview(block), 1000) == content


@pytest.mark.parametrize(
    "block", [b"\xff\xff\xff\xff\x0f\x00a", b"\x05\x10hell", b"\x0a\x00a\x15\x02\x00", b"\x03\x00a", b"\x80"]
)
def test_a_broken_compressed_block_is_refused(block):
    with pytest.raises(MalformedFile):
        decompress(memoryview(block), 1000)


@pytest.mark.parametrize("content", [b"", b"x" * 100, bytes(40) + MAGIC, b"\xff" * 40 + MAGIC])
def test_what_is_no_table_is_refused(content):
    with pytest.raises(MalformedFile):
        list(entries(memoryview(content)))


def test_a_message_of_endless_fields_is_refused():
    with pytest.raises(MalformedFile, match="too many fields"):
        list(fields(memoryview(b"\x12\x00" * (MAX_FIELDS + 1))))
