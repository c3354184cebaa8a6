"""Whether a SoundFont leads a synthesizer beyond its samples: a synthesizer trusts what it loads."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Final

import numpy as np

from worker.rendering.errors import DamagedFont
from worker.rendering.font_tables import COMPRESSED, SAMPLE_ID, Table, Zones

# A zone's generators: operator and amount.
_Generators = list[tuple[int, int]]

# Generators that move where a sample begins and loops, and by how many frames for each unit of them.
_START: Final = {0: 1, 4: 1 << 15}
_LOOP_START: Final = {2: 1, 45: 1 << 15}
_LOOP_END: Final = {3: 1, 50: 1 << 15}
# Semitones of coarse tuning, and cents a key: beyond, a voice leaps farther than its loop is long.
_TUNING_LIMITS: Final = {51: 96, 56: 200}


def check_bounds(presets: Zones, instruments: Zones, samples: Table, lengths: list[int]) -> None:
    """Checks every zone of a font whose samples, `lengths` frames each, lie one after the other when decoded.

    Raises:
        DamagedFont: One of them begins or loops outside, or is tuned beyond all bounds.
    """
    of_presets = _generators(presets, 0, len(presets.generators) - 1)
    firsts = list(accumulate(lengths, initial=0))
    for zone in _zones(instruments):
        _check_tuning(of_presets + zone)
        for number in (amount for operator, amount in zone if operator == SAMPLE_ID):
            first = firsts[number] if samples["kind"][number] & COMPRESSED else 0
            _check_places(of_presets + zone, samples[number], first, firsts[number : number + 2], firsts[-1])


def _zones(instruments: Zones) -> Iterator[_Generators]:
    """Each zone's generators, with those of its instrument's first zone if that holds for all."""
    for first, last in pairwise(instruments.owners["bag"]):
        shared: _Generators = []
        for place, (start, end) in enumerate(pairwise(instruments.bags["generator"][first : last + 1])):
            zone = _generators(instruments, start, end)
            yield shared + zone
            if place == 0 and all(operator != SAMPLE_ID for operator, _ in zone):
                shared = zone


def _generators(zones: Zones, start: int, end: int) -> _Generators:
    return [(int(operator), int(amount)) for operator, amount in zones.generators[start:end].tolist()]


def _check_tuning(zone: _Generators) -> None:
    if any(abs(amount) > _TUNING_LIMITS.get(operator, 1 << 15) for operator, amount in zone):
        raise DamagedFont("a sample of it is tuned beyond all bounds")


def _check_places(zone: _Generators, sample: np.void, first: int, own: list[int], count: int) -> None:
    """Of `count` frames in all the sample has those from `own[0]` to `own[1]`; its loop counts from `first`."""
    start = own[0] + _moved(zone, _START)
    loop_start = first + int(sample["loop_start"]) + _moved(zone, _LOOP_START)
    loop_end = first + int(sample["loop_end"]) + _moved(zone, _LOOP_END)
    if not (0 <= start <= own[1] and loop_start >= 0 and loop_end < max(count, 1)):
        raise DamagedFont("a sample of it begins or loops where there is none")


def _moved(zone: _Generators, units: dict[int, int]) -> int:
    return sum(amount * units.get(operator, 0) for operator, amount in zone)
