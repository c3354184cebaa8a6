"""What makes a file of samples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from worker.contract.results import MP3_NAME, OGG_NAME, WAV_NAME
from worker.rendering.mp3 import Mp3Encoder
from worker.rendering.opus import OpusEncoder
from worker.rendering.wav import WavEncoder

# Frames by channels (left, right) of 16 bits.
Pcm = NDArray[np.int16]


class Encoder(Protocol):
    """Takes the frames of a piece block by block; all bytes that it gives, one after the other, are the file."""

    def encode(self, pcm: Pcm) -> bytes:
        """The bytes that these frames complete, perhaps none yet."""

    def end(self) -> bytes:
        """The bytes that are left; called once, at last."""


def encoder_of(name: str) -> Encoder:
    """An encoder for a result file of this name.

    Raises:
        KeyError: No such kind of audio.
    """
    return _ENCODERS[name]()


_ENCODERS: Final[dict[str, Callable[[], Encoder]]] = {
    MP3_NAME: Mp3Encoder,
    WAV_NAME: WavEncoder,
    OGG_NAME: OpusEncoder,
}
