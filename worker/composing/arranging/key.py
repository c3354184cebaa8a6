"""The key of some notes, as Krumhansl and Schmuckler hear it.

The one whose profile correlates best with how long each pitch class sounds. The profiles are the probe-tone ratings of
Krumhansl and Kessler (1982), as Krumhansl has them in Cognitive Foundations of Musical Pitch (1990).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from worker.composing.arranging.heard import OCTAVE
from worker.composing.voices.timeline import TimedNote

# From the tonic on, a semitone each.
_MAJOR: Final = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR: Final = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)


@dataclass(frozen=True, slots=True)
class Key:
    """`tonic` is a pitch class, 0 for C."""

    tonic: int
    is_minor: bool

    @property
    def triad(self) -> tuple[int, int, int]:
        """The pitch classes of the tonic's chord, from the tonic on."""
        third = 3 if self.is_minor else 4
        return self.tonic, (self.tonic + third) % OCTAVE, (self.tonic + 7) % OCTAVE


def heard_key(notes: Iterable[TimedNote]) -> Key:
    """The key of notes in any order; C major where nothing tells."""
    weights = np.zeros(OCTAVE)
    for start, end, pitch, _ in sorted(notes):
        weights[pitch % OCTAVE] += end - start
    tonic, is_minor = divmod(int(np.argmax(_PROFILES @ weights)), 2)
    return Key(tonic, bool(is_minor))


def _profiles() -> NDArray[np.float64]:
    """[24, 12]: C major, C minor, C sharp major and so on; their product with weights orders as correlation does."""
    from_tonic = np.array((_MAJOR, _MINOR))
    centred = from_tonic - from_tonic.mean(axis=1, keepdims=True)
    unit = centred / np.linalg.norm(centred, axis=1, keepdims=True)
    return np.concatenate([np.roll(unit, tonic, axis=1) for tonic in range(OCTAVE)])


_PROFILES: Final = _profiles()
