"""The two bars of a style that most drummers have something like."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models_store.catalogue.grooves import Groove
from worker.encodings.drums import KIT, STEPS_PER_BAR
from worker.training.corpus import CorpusError
from worker.training.drum_takes import DRUM_TYPES, Take, read_takes

# By slug, which file names have, too.
STYLES: Final = {"funk": "Funk", "hiphop": "Hip-hop", "jazz": "Jazz", "latin": "Latin", "rock": "Rock"}

_PAIR_STEPS: Final = 2 * STEPS_PER_BAR
# A style has several common beats; whoever is like half of all takes is like the gaps between those.
_LIKE_THIS_MANY: Final = 0.25


def typical_grooves(folder: Path) -> Iterator[Groove]:
    """A groove of each style, from beats of the train split; files are named as the Groove MIDI Dataset names them.

    Raises:
        CorpusError: A style has none.
    """
    takes = read_takes(folder, "train")
    for slug, name in STYLES.items():
        beats = [take for take in takes if take.bars > 1 and _is_beat_of(slug, take.path)]
        if not beats:
            raise CorpusError(f"{folder}: no two bars of a beat of {slug} in the train split")
        yield _typical(slug, name, beats, folder)


def _is_beat_of(style: str, path: Path) -> bool:
    """Such as `3_rock-halftime_140_beat_4-4.mid`."""
    fields = path.stem.split("_")
    return len(fields) == 5 and fields[3] == "beat" and fields[1].split("-")[0] == style


def _typical(slug: str, name: str, takes: list[Take], folder: Path) -> Groove:
    pairs = [_pairs(take) for take in takes]
    nearest = int(np.argmin(_unlikeness(pairs)))
    take, bar = [(take, 2 * pair) for take, mine in zip(takes, pairs, strict=True) for pair in range(len(mine))][
        nearest
    ]
    source = f"{take.path.relative_to(folder).as_posix()}, bars {bar + 1} and {bar + 2}"
    hits = np.concatenate(pairs)[nearest].reshape(_PAIR_STEPS, DRUM_TYPES)
    return Groove(slug, name, source, tuple(_pitches(step) for step in hits))


def _pairs(take: Take) -> NDArray[Any]:
    """A row for each two bars: 1 where a drum is struck, else 0."""
    is_struck: NDArray[Any] = ~np.isnan(take.velocity[: take.bars // 2 * _PAIR_STEPS])
    return is_struck.reshape(-1, _PAIR_STEPS * DRUM_TYPES).astype(np.float32)


def _unlikeness(pairs: list[NDArray[Any]]) -> NDArray[Any]:
    """Of each two bars, the number of hits by which a quarter of the takes have two bars that differ no more."""
    every = np.concatenate(pairs)
    counts = every.sum(axis=1, keepdims=True)
    differences = [(counts + mine.sum(axis=1) - 2 * every @ mine.T).min(axis=1) for mine in pairs]
    return np.asarray(np.quantile(differences, _LIKE_THIS_MANY, axis=0))


def _pitches(step: NDArray[Any]) -> tuple[int, ...]:
    return tuple(sorted(KIT.decode_event(sum(1 << int(drum) for drum in np.flatnonzero(step)))))
