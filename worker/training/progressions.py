"""How often in a corpus which chord follows which, by mode: what the chords of a band are drawn from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, Final

from numpy.typing import NDArray

LONGEST_CONTEXT: Final = 2
# What note-seq hears where two notes of a chord sound alone, far more often than anybody plays it.
DOUBTFUL: Final = "dim"
# What occurs but once in a whole corpus is as likely misheard.
FEWEST: Final = 2


def counted(progressions: Iterable[NDArray[Any]]) -> dict[str, Any]:
    """Of progressions, mode first: the share of each mode, and counts of the next chord after up to two before.

    The form is that of `models_store.progressions`.
    """
    modes: Counter[str] = Counter()
    chords: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for mode, *heard in (progression.tolist() for progression in progressions):
        modes[mode] += 1
        symbols = [symbol for symbol in heard if not symbol.endswith(DOUBTFUL)]
        for place, symbol in enumerate(symbols):
            for length in range(min(place, LONGEST_CONTEXT) + 1):
                chords[mode][" ".join(symbols[place - length : place])][symbol] += 1
    return {
        "modes": {mode: round(count / modes.total(), 3) for mode, count in sorted(modes.items())},
        "chords": {mode: _frequent(contexts) for mode, contexts in sorted(chords.items())},
    }


def _frequent(contexts: dict[str, Counter[str]]) -> dict[str, dict[str, int]]:
    kept = {
        context: {symbol: count for symbol, count in counts.most_common() if count >= FEWEST}
        for context, counts in sorted(contexts.items())
    }
    return {context: counts for context, counts in kept.items() if counts}
