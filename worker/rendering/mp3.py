"""Samples into MP3, block by block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import lameenc

from worker.rendering.timeline import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from worker.rendering.encoder import Pcm

BIT_RATE_KBITS_PER_SECOND: Final = 160
# LAME's scale, 2 best to 7 fastest, which at this rate hardly differ but in time: 12 ms a second of music against 4.
QUALITY: Final = 7


class Mp3Encoder:
    """A stereo MP3 stream of one bit rate, whose duration follows from its length."""

    def __init__(self) -> None:
        self._encoder = lameenc.Encoder()
        self._encoder.silence()
        self._encoder.set_channels(2)
        self._encoder.set_in_sample_rate(SAMPLE_RATE_HZ)
        self._encoder.set_bit_rate(BIT_RATE_KBITS_PER_SECOND)
        self._encoder.set_quality(QUALITY)

    def encode(self, pcm: Pcm) -> bytes:
        """The bytes that these frames complete, perhaps none yet."""
        return bytes(self._encoder.encode(pcm.tobytes()))

    def end(self) -> bytes:
        """The last bytes."""
        return bytes(self._encoder.flush())
