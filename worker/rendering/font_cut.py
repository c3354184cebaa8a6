"""The part of a SoundFont that one preset needs, as a small SoundFont of its own."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from worker.rendering.errors import DamagedFont
from worker.rendering.font_bounds import check_bounds
from worker.rendering.font_tables import COMPRESSED, SAMPLE_ID, FontTables, Table, Zones, write_font
from worker.rendering.ogg import read_pages

# What a generator of a preset's zone says when it names an instrument.
_INSTRUMENT: Final = 41

_MONO: Final = 1
_FRAME_BYTES: Final = 2
# Silence that the format wants after each sample, for who interpolates beyond it.
_GUARD_FRAMES: Final = 46


def cut_font(tables: FontTables, content: memoryview, bank: int, number: int) -> tuple[bytes, int]:
    """The preset's SoundFont, and how many frames its samples are when decoded.

    Each sample plays by itself; that one may name another as its other side is not kept.

    Raises:
        LookupError: There is no such preset.
        DamagedFont: What it needs is not all there.
    """
    owners = tables.presets.owners[:-1]
    found = np.flatnonzero((owners["bank"] == bank) & (owners["preset"] == number))
    if not len(found):
        raise LookupError(f"bank {bank} has no preset {number}")
    presets, chosen = _cut_zones(tables.presets, found[:1], _INSTRUMENT, len(tables.instruments.owners) - 1)
    instruments, chosen = _cut_zones(tables.instruments, chosen, SAMPLE_ID, len(tables.samples) - 1)
    samples, data, lengths = _cut_samples(tables, content, chosen)
    check_bounds(presets, instruments, samples, lengths)
    return write_font(presets, instruments, samples, data), sum(lengths)


def _cut_zones(zones: Zones, chosen: NDArray[np.intp], operator: int, count: int) -> tuple[Zones, NDArray[np.intp]]:
    """The zones of the chosen owners, with what `operator` points to counted anew, and what that is."""
    bag_rows, owners = _rows(zones.owners, "bag", chosen, len(zones.bags) - 1)
    generator_rows, bags = _rows(zones.bags, "generator", bag_rows, len(zones.generators))
    modulator_rows, bags_of_modulators = _rows(zones.bags, "modulator", bag_rows, len(zones.modulators))
    bags["modulator"] = bags_of_modulators["modulator"]
    generators = _with_end(zones.generators[generator_rows])
    points = np.flatnonzero(generators["operator"][:-1] == operator)
    targets, numbers = np.unique(generators["amount"][points].view("<u2"), return_inverse=True)
    if len(targets) and targets[-1] >= count:
        raise DamagedFont("a zone of it points to what is not there")
    generators["amount"][points] = numbers
    return Zones(owners, bags, generators, _with_end(zones.modulators[modulator_rows])), targets.astype(np.intp)


def _rows(table: Table, field: str, chosen: NDArray[np.intp], count: int) -> tuple[NDArray[np.intp], Table]:
    """The rows that the chosen rows of a table own, and these with their first owned row counted anew, and an end."""
    first, last = table[field][chosen].astype(np.intp), table[field][chosen + 1].astype(np.intp)
    if (first > last).any() or (last > count).any():
        raise DamagedFont("its tables contradict each other")
    cut = _with_end(table[chosen])
    cut[field] = np.concatenate([[0], np.cumsum(last - first)])
    owned = [np.arange(*ends) for ends in zip(first, last, strict=True)]
    return np.concatenate([*owned, np.empty(0, np.intp)]), cut


def _with_end(table: Table) -> Table:
    return np.concatenate([table, np.zeros(1, table.dtype)])


def _cut_samples(tables: FontTables, content: memoryview, chosen: NDArray[np.intp]) -> tuple[Table, bytes, list[int]]:
    """The chosen samples, their data, and the frames of each."""
    samples, data, lengths = _with_end(tables.samples[chosen]), bytearray(), []
    compressed = samples["kind"][:-1] & COMPRESSED
    if len(set(compressed)) > 1:
        raise DamagedFont("only some of an instrument's samples are compressed")
    cut = _compressed if compressed.any() else _plain
    pool = content[tables.samples_start : tables.samples_start + tables.sample_bytes]
    for sample in samples[:-1]:
        lengths.append(cut(sample, pool, data))
        sample["link"], sample["kind"] = 0, sample["kind"] & COMPRESSED | _MONO
    return samples, bytes(data), lengths


def _compressed(sample: np.void, content: memoryview, data: bytearray) -> int:
    """Adds a sample in Ogg Vorbis, whose place counts bytes and whose loop counts frames from its own first."""
    stream = bytes(content[sample["start"] : sample["end"]])
    try:
        frames = max((page.frames for page in read_pages(stream)), default=0)
    except ValueError as error:
        raise DamagedFont(str(error)) from error
    if len(stream) != int(sample["end"]) - int(sample["start"]):
        raise DamagedFont("a sample of it is not all there")
    sample["start"], sample["end"] = len(data), len(data) + len(stream)
    data += stream + bytes(
        len(stream) % 2
    )  # an odd chunk would want a byte after it, which not every reader passes over
    return frames


def _plain(sample: np.void, content: memoryview, data: bytearray) -> int:
    """Adds a sample of 16 bits, whose place and loop count frames from the first of all samples."""
    start, end = int(sample["start"]), int(sample["end"])
    stream = bytes(content[_FRAME_BYTES * start : _FRAME_BYTES * end])
    if len(stream) != _FRAME_BYTES * (end - start):
        raise DamagedFont("a sample of it is not all there")
    moved = len(data) // _FRAME_BYTES - start
    for field in ("start", "end", "loop_start", "loop_end"):
        sample[field] = max(int(sample[field]) + moved, 0)
    data += stream + bytes(_FRAME_BYTES * _GUARD_FRAMES)
    return end - start + _GUARD_FRAMES
