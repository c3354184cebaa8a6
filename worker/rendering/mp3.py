"""Samples into MP3, block by block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import lameenc
import numpy as np

from worker.rendering.timeline import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from worker.rendering.synthesizer import Samples

BIT_RATE_KBITS_PER_SECOND: Final = 160
# LAME's scale, 2 best to 7 fastest.
QUALITY: Final = 5
FULL_SCALE: Final = 32767


class Mp3Encoder:
    """A stereo MP3 stream: feed it blocks in order, then end it."""

    def __init__(self) -> None:
        self._encoder = lameenc.Encoder()
        self._encoder.silence()
        self._encoder.set_channels(2)
        self._encoder.set_in_sample_rate(SAMPLE_RATE_HZ)
        self._encoder.set_bit_rate(BIT_RATE_KBITS_PER_SECOND)
        self._encoder.set_quality(QUALITY)

    def encode(self, samples: Samples) -> bytes:
        """The MP3 bytes that these frames complete, perhaps none yet. Samples lie in -1 to 1; what is beyond is cut."""
        pcm = (np.clip(samples, -1, 1) * FULL_SCALE).astype("<i2")
        return bytes(self._encoder.encode(pcm.tobytes()))

    def end(self) -> bytes:
        """The last bytes."""
        return bytes(self._encoder.flush())
