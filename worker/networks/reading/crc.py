"""CRC-32C as TensorFlow stores it, over large blocks at NumPy's speed."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_POLYNOMIAL: Final = 0x82F63B78
_MASK_DELTA: Final = 0xA282EAD8
_ALL_ONES: Final = 0xFFFFFFFF
# Below this many bytes the lanes' overhead is greater than their gain.
_MIN_LANE_BYTES: Final = 64
_LANES: Final = 1024


def masked_crc32c(data: memoryview) -> int:
    """The checksum of `data`, rotated and shifted so that data which hold their own checksum do no harm."""
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + _MASK_DELTA) & _ALL_ONES


def crc32c(data: memoryview) -> int:
    """The Castagnoli checksum of `data`."""
    lane_bytes = len(data) // _LANES
    crc = _ALL_ONES
    if lane_bytes >= _MIN_LANE_BYTES:
        crc = _crc_of_lanes(np.frombuffer(data, np.uint8, lane_bytes * _LANES).reshape(_LANES, lane_bytes), crc)
        data = data[lane_bytes * _LANES :]
    for byte in bytes(data):
        crc = _TABLE_INTS[(crc ^ byte) & 0xFF] ^ crc >> 8
    return crc ^ _ALL_ONES


def _crc_of_lanes(lanes: NDArray[np.uint8], crc: int) -> int:
    """Each lane's register from zero, all lanes at once; then one after the other, each shifted past the next."""
    registers = np.zeros(_LANES, np.uint32)
    for column in np.ascontiguousarray(lanes.T):
        registers = _TABLE[(registers ^ column) & 0xFF] ^ registers >> 8
    shift = _shift_tables(lanes.shape[1])
    for register in registers.tolist():
        crc = (
            shift[0][crc & 255] ^ shift[1][crc >> 8 & 255] ^ shift[2][crc >> 16 & 255] ^ shift[3][crc >> 24] ^ register
        )
    return crc


def _shift_tables(size: int) -> list[list[int]]:
    """What `size` zero bytes make of a register, by each of its four bytes."""
    bits = np.uint32(1) << np.arange(32, dtype=np.uint32)
    for _ in range(size):
        bits = _TABLE[bits & 0xFF] ^ bits >> 8
    tables = []
    for byte in range(4):
        chosen = (np.arange(256)[:, None] >> np.arange(8)) & 1
        of_byte = np.where(chosen, bits[8 * byte : 8 * byte + 8], np.uint32(0))
        tables.append(np.bitwise_xor.reduce(of_byte, axis=1).tolist())
    return tables


def _table() -> NDArray[Any]:
    values = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        values = np.where(values & 1, values >> 1 ^ np.uint32(_POLYNOMIAL), values >> 1).astype(np.uint32)
    return values


_TABLE: Final = _table()
_TABLE_INTS: Final = [int(value) for value in _TABLE]
