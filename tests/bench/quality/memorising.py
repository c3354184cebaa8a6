"""How many notes in a row a piece has in common with what its network learnt from, in whatever key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.bench.quality.excerpt import DRUMS, SIXTEENTHS_PER_QUARTER, Notes

Words = NDArray[np.uint64]
# Any odd number has an inverse modulo 2^64.
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_INVERSE: Final = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
_LONGEST_SIXTEENTHS: Final = 64


def words_of(notes: Notes) -> Words:
    """A word for each note but the first: its interval from the last, the time since that began, and its length.

    Drums, of which each is itself, have the drum in place of the interval.
    """
    starts, ends = (np.round(notes[name] * SIXTEENTHS_PER_QUARTER).astype(int) for name in ("start", "end"))
    order = np.lexsort((notes["pitch"], starts))
    pitches, starts, ends = notes["pitch"].astype(int)[order], starts[order], ends[order]
    steps = np.where(notes["role"][order][1:] == DRUMS, pitches[1:], np.diff(pitches) + 128)
    waits, lengths = np.diff(starts), np.maximum(ends - starts, 1)[1:]
    return _mixed(steps << 16 | np.minimum(waits, _LONGEST_SIXTEENTHS) << 8 | np.minimum(lengths, _LONGEST_SIXTEENTHS))


class Runs:
    """All runs of words of some sequences, each known by where it begins in all of them together."""

    def __init__(self, sequences: Iterable[Words]) -> None:
        found = list(sequences)
        words = np.concatenate([np.zeros(0, np.uint64), *found])
        self.owners = np.repeat(np.arange(len(found)), [len(sequence) for sequence in found])
        sums = np.cumsum(words * _powers(_BASE, len(words)), dtype=np.uint64)
        self._sums = np.concatenate((np.zeros(1, np.uint64), sums))
        self._inverses = _powers(_INVERSE, len(words))

    def within(self, begins: NDArray[np.int64], length: int) -> NDArray[np.int64]:
        """Those from which on a run of that length stays in one sequence."""
        begins = begins[begins + length <= len(self.owners)]
        whole: NDArray[np.int64] = begins[self.owners[begins] == self.owners[begins + length - 1]]
        return whole

    def hashes(self, begins: NDArray[np.int64], length: int) -> Words:
        hashes: Words = (self._sums[begins + length] - self._sums[begins]) * self._inverses[begins]
        return hashes


def longest_runs(pieces: list[Words], learnt: Runs) -> NDArray[np.int64]:
    """For each piece how many notes its longest run has that any one sequence of `learnt` has too.

    A run that is shared begins with a shorter one that is: of all that was learnt little is looked at twice.
    """
    runs, longest, length = Runs(pieces), np.zeros(len(pieces), int), 0
    ours, theirs = np.arange(len(runs.owners)), np.arange(len(learnt.owners))
    while len(ours):
        longest[runs.owners[ours]] = length + 1 if length else 0
        length += 1
        ours, theirs = runs.within(ours, length), learnt.within(theirs, length)
        heard, known = runs.hashes(ours, length), learnt.hashes(theirs, length)
        ours, theirs = ours[np.isin(heard, known)], theirs[np.isin(known, heard)]
    return longest


def _powers(base: np.uint64, count: int) -> Words:
    return np.cumprod(np.concatenate((np.ones(1, np.uint64), np.full(count, base))), dtype=np.uint64)[:count]


def _mixed(words: NDArray[np.int64]) -> Words:
    """Steele, Lea and Flood's finaliser (2014), so that like words are far from each other."""
    mixed = words.astype(np.uint64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return mixed ^ (mixed >> np.uint64(31))
