"""What counting alone foretells: the measure that a network must beat.

Interpolated Kneser-Ney smoothing (Kneser and Ney, 1995), with one discount an order as Chen and Goodman (1999) estimate
it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from worker.encodings import Encoded, Encoding

LARGEST_ORDER: Final = 5
# So many keys, or other readings, of each piece are counted.
READINGS: Final = 12

Codes = NDArray[np.int64]


def best_ngram(train: list[Encoded], validation: list[Encoded]) -> Ngram:
    """That of the order which foretells `validation` best."""
    grams = [Ngram(train, order) for order in range(1, LARGEST_ORDER + 1)]
    return min(grams, key=lambda gram: gram.nats_per_event(validation))


def augmented(encoding: Encoding, examples: list[NDArray[Any]]) -> list[Encoded]:
    """As many readings of each example as a network would hear in as many rounds."""
    rng = np.random.default_rng(0)
    return [encoding.encode(example, rng) for _ in range(READINGS) for example in examples]


@dataclass(frozen=True, slots=True)
class _Counts:
    """What was seen of one length: ascending codes of grams and of their contexts."""

    grams: Codes
    times: NDArray[np.int64]
    contexts: Codes
    total: NDArray[np.int64]
    kinds: NDArray[np.int64]
    discount: float


class Ngram:
    """Foretells an event from the `order` - 1 before it; the beginning of a piece is known as such."""

    def __init__(self, pieces: list[Encoded], order: int) -> None:
        self.order = order
        events = [piece.events.astype(np.int64) for piece in pieces]
        # One more for what was never seen, one more for what is before the beginning.
        self._base = int(max(piece.max() for piece in events)) + 3
        longest = np.concatenate([self._codes(piece, order) for piece in events])
        grams, times = np.unique(longest, return_counts=True)
        self._counts = [_counted(grams, times, self._base)]
        for length in range(order - 1, 0, -1):
            # Of shorter ones it counts before how many different events they followed.
            grams, times = np.unique(grams % self._base**length, return_counts=True)
            self._counts.insert(0, _counted(grams, times, self._base))

    def nats_per_event(self, pieces: list[Encoded]) -> float:
        """Over all events but the first of each piece."""
        codes = np.concatenate([self._codes(piece.events.astype(np.int64), self.order)[1:] for piece in pieces])
        return float(-np.log(self.probabilities(codes)).mean())

    def probabilities(self, codes: Codes) -> NDArray[np.float64]:
        """Of the last event of each gram of length `order`, given those before it."""
        found = np.full(len(codes), 1 / (self._base - 1))
        for length, counts in enumerate(self._counts, 1):
            gram = codes % self._base**length
            seen, place = _looked_up(counts.contexts, gram // self._base)
            times = np.where(*_values(counts.grams, counts.times, gram))
            total, kinds = counts.total[place], counts.kinds[place]
            better = (np.maximum(times - counts.discount, 0) + counts.discount * kinds * found) / total
            found = np.where(seen, better, found)
        return found

    def _codes(self, events: Codes, order: int) -> Codes:
        """[T]: each event with the `order` - 1 before it, as one number."""
        known = np.minimum(events, self._base - 2)
        padded = np.concatenate((np.full(order - 1, self._base - 1), known))
        powers = self._base ** np.arange(order - 1, -1, -1)
        codes: Codes = np.lib.stride_tricks.sliding_window_view(padded, order) @ powers
        return codes


def _counted(grams: Codes, times: NDArray[np.int64], base: int) -> _Counts:
    contexts, first = np.unique(grams // base, return_index=True)
    once, twice = (int((times == count).sum()) for count in (1, 2))
    # Where every gram, or none, is there just once, the estimate says nothing.
    discount = once / (once + 2 * twice) if once and twice else 0.5
    kinds = np.diff(np.append(first, len(grams)))
    return _Counts(grams, times, contexts, np.add.reduceat(times, first), kinds, discount)


def _looked_up(ascending: Codes, wanted: Codes) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Whether each is there, and where it is, or some place."""
    place = np.minimum(np.searchsorted(ascending, wanted), len(ascending) - 1)
    return ascending[place] == wanted, place


def _values(grams: Codes, times: NDArray[np.int64], wanted: Codes) -> tuple[Any, Any, int]:
    seen, place = _looked_up(grams, wanted)
    return seen, times[place], 0
