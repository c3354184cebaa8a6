"""What is silent before and after a piece is no part of it; what is silent within is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from worker.rendering.timeline import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from worker.rendering.instrument import Samples

# Where the softest sample of a SoundFont counts as sound, and where what was made as loud as all music no longer does.
FIRST_SOUND: Final = 1e-6
SILENCE: Final = 0.0005
# So much at least is heard of the silence before the first sound, if there is any.
LEAD_IN_FRAMES: Final = SAMPLE_RATE_HZ // 40


class LeadIn:
    """Drops the blocks before a piece's first sound but the last one where it is wanted.

    Attributes:
        dropped_frames: How many so far.
    """

    def __init__(self) -> None:
        self.dropped_frames = 0
        self._silence: list[Samples] = []
        self._is_over = False

    def take(self, block: Samples) -> list[Samples]:
        """The blocks that are to be heard, in order."""
        if self._is_over:
            return [block]
        sounding = np.flatnonzero(np.abs(block).max(axis=1) > FIRST_SOUND)
        if len(sounding):
            self._is_over = True
            if sounding[0] >= LEAD_IN_FRAMES:
                self._drop()
            return [*self._silence, block]
        self._drop()
        self._silence = [block]
        return []

    def _drop(self) -> None:
        self.dropped_frames += sum(map(len, self._silence))
        self._silence = []


class LeadOut:
    """Holds silent blocks back until there is sound again; at the end what is held was the end's silence."""

    def __init__(self) -> None:
        self._held: list[Samples] = []

    def take(self, block: Samples) -> list[Samples]:
        """The blocks that are certain to be heard, in order."""
        self._held.append(block)
        if np.abs(block).max() < SILENCE:
            return []
        certain, self._held = self._held, []
        return certain

    def end(self) -> list[Samples]:
        """The first of the silent blocks, in which the last sound fades out."""
        return [block * np.linspace(1, 0, len(block), dtype=np.float32)[:, np.newaxis] for block in self._held[:1]]
