"""The tables of a SoundFont file (SoundFont Technical Specification 2.04, sections 4 to 7)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from worker.rendering.errors import DamagedFont

# One structured record a row.
Table = NDArray[Any]

_OWNER: Final = [("name", "S20"), ("preset", "<u2"), ("bank", "<u2"), ("bag", "<u2"), ("rest", "V12")]
_INSTRUMENT: Final = [("name", "S20"), ("bag", "<u2")]
_BAG: Final = [("generator", "<u2"), ("modulator", "<u2")]
_GENERATOR: Final = [("operator", "<u2"), ("amount", "<i2")]
_MODULATOR: Final = [("modulator", "V10")]
_SAMPLE: Final = [
    ("name", "S20"),
    ("start", "<u4"),
    ("end", "<u4"),
    ("loop_start", "<u4"),
    ("loop_end", "<u4"),
    ("rate_hz", "<u4"),
    ("pitch", "V2"),
    ("link", "<u2"),
    ("kind", "<u2"),
]

# Of a sample's kind: it is a stream of Ogg Vorbis (.sf3).
COMPRESSED: Final = 0x10
# What a generator of an instrument's zone says when it names a sample.
SAMPLE_ID: Final = 53


class Zones(NamedTuple):
    """Presets or instruments: each owns bags, and each bag generators and modulators, up to the next one's first.

    The last owner and the last bag only say where the ones before them end.
    """

    owners: Table
    bags: Table
    generators: Table
    modulators: Table


class FontTables(NamedTuple):
    """What a SoundFont holds; the samples' data are `sample_bytes` from `samples_start` of the file."""

    presets: Zones
    instruments: Zones
    samples: Table
    samples_start: int
    sample_bytes: int


_ROWS: Final = {
    b"phdr": _OWNER,
    b"pbag": _BAG,
    b"pmod": _MODULATOR,
    b"pgen": _GENERATOR,
    b"inst": _INSTRUMENT,
    b"ibag": _BAG,
    b"imod": _MODULATOR,
    b"igen": _GENERATOR,
    b"shdr": _SAMPLE,
}


def read_tables(content: memoryview) -> FontTables:
    """Reads where everything lies; the tables are copies, so that the content may be let go.

    Raises:
        DamagedFont: It is no SoundFont, or not the whole of one.
    """
    if bytes(content[:4]) != b"RIFF" or bytes(content[8:12]) != b"sfbk":
        raise DamagedFont("it does not begin as a SoundFont does")
    parts = dict(_parts(content))
    try:
        tables = [_table(content, parts[name], rows) for name, rows in _ROWS.items()]
        samples_start, sample_bytes = parts[b"smpl"]
    except KeyError as error:
        raise DamagedFont(f"its part {error} is missing") from error
    preset, preset_bag, preset_mod, preset_gen, instrument, bag, mod, gen, samples = tables
    presets = Zones(preset, preset_bag, preset_gen, preset_mod)
    return FontTables(presets, Zones(instrument, bag, gen, mod), samples, samples_start, sample_bytes)


def write_font(presets: Zones, instruments: Zones, samples: Table, sample_data: bytes) -> bytes:
    """A whole SoundFont file."""
    tables = [table for zones in (presets, instruments) for table in _in_file_order(zones)]
    info = _chunk(b"ifil", struct.pack("<HH", 2, 1)) + _chunk(b"isng", b"EMU8000\0") + _chunk(b"INAM", b"part\0\0")
    pdta = b"".join(_chunk(name, table.tobytes()) for name, table in zip(_ROWS, [*tables, samples], strict=True))
    lists = (b"INFO" + info, b"sdta" + _chunk(b"smpl", sample_data), b"pdta" + pdta)
    return _chunk(b"RIFF", b"sfbk" + b"".join(_chunk(b"LIST", content) for content in lists))


def _in_file_order(zones: Zones) -> tuple[Table, ...]:
    return zones.owners, zones.bags, zones.modulators, zones.generators


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)


def _parts(content: memoryview) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """Of all lists the parts: name, and first byte and size."""
    for name, start, size in _chunks(content, 12, len(content)):
        if name == b"LIST":
            for part, at, part_size in _chunks(content, start + 4, start + size):
                yield part, (at, part_size)


def _chunks(content: memoryview, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    while start + 8 <= end:
        size = int.from_bytes(content[start + 4 : start + 8], "little")
        if size > end - start - 8:
            raise DamagedFont("it is cut short")
        yield bytes(content[start : start + 4]), start + 8, size
        start += 8 + size + size % 2


def _table(content: memoryview, place: tuple[int, int], rows: list[tuple[str, str]]) -> Table:
    start, size = place
    row = np.dtype(rows)
    if size == 0 or size % row.itemsize:
        raise DamagedFont("a table of it holds no whole number of rows")
    return np.frombuffer(content[start : start + size], row).copy()
