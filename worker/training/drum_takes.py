"""Drummers' takes on a grid: which drums are struck at each sixteenth, how loud, and how far from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import mido
import numpy as np
from numpy.typing import NDArray

from worker.composing.arranging.touch import drum_type_of
from worker.encodings.drums import STEPS_PER_BAR, STEPS_PER_QUARTER
from worker.training.corpus import CorpusError, Split, find_files

DRUM_TYPES = 9


@dataclass(frozen=True, slots=True)
class Take:
    """One file in 4/4; both tables have a row for each sixteenth of its whole bars and a column for each drum type.

    Attributes:
        velocity: 1-127, of the loudest hit; NaN where there is none.
        offset: How much later than the sixteenth it comes, -0.5 to 0.5 of one; by the take's own pulse, of which half
            the hits come early, since how a drummer lies to a click is not how one lies to a band.
    """

    path: Path
    qpm: float
    velocity: NDArray[Any]
    offset: NDArray[Any]

    @property
    def bars(self) -> int:
        return len(self.velocity) // STEPS_PER_BAR


def read_takes(folder: Path, split: Split) -> list[Take]:
    """The takes of a split, by path; files in other meters, and those without a hit, are left out.

    Raises:
        CorpusError: The split holds no take.
    """
    paths = [file.path for file in find_files(folder) if file.split == split]
    takes = [take for path in paths if (take := _take(path)) is not None]
    if not takes:
        raise CorpusError(f"{folder}: no file of the {split} split holds drums in 4/4")
    return takes


def _take(path: Path) -> Take | None:
    try:
        file = mido.MidiFile(path)
    except (OSError, ValueError, EOFError, IndexError):
        return None
    messages = list(_timed(file))
    meters = {(message.numerator, message.denominator) for _, message in messages if message.type == "time_signature"}
    tempos = [mido.tempo2bpm(message.tempo) for _, message in messages if message.type == "set_tempo"]
    hits = [(at, message) for at, message in messages if message.type == "note_on" and message.velocity]
    if meters != {(4, 4)} or len(tempos) != 1 or not hits:
        return None
    return Take(path, tempos[0], *_tables(hits))


def _timed(file: mido.MidiFile) -> Iterator[tuple[float, Any]]:
    """Messages with their time in sixteenths."""
    ticks = 0
    for message in mido.merge_tracks(file.tracks):
        ticks += message.time
        yield ticks * STEPS_PER_QUARTER / file.ticks_per_beat, message


def _tables(hits: list[tuple[float, Any]]) -> tuple[NDArray[Any], NDArray[Any]]:
    early = median(at - round(at) for at, _ in hits)
    hits = [(max(0.0, at - early), message) for at, message in hits]
    bars = 1 + round(hits[-1][0]) // STEPS_PER_BAR
    velocity, offset = (np.full((bars * STEPS_PER_BAR, DRUM_TYPES), np.nan) for _ in range(2))
    for at, message in hits:
        step, drum = round(at), drum_type_of(message.note)
        if drum is not None and not velocity[step, drum] >= message.velocity:
            velocity[step, drum], offset[step, drum] = message.velocity, at - step
    return velocity, offset
