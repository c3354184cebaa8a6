"""Samples into a WAV file."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from worker.rendering.timeline import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from worker.rendering.encoder import Pcm

_CHANNELS: Final = 2
_FRAME_BYTES: Final = 4
_PCM: Final = 1


class WavEncoder:
    """A stereo file of 16 bits a sample. Its header says how long it is, so all of it comes at the end."""

    def __init__(self) -> None:
        self._data = bytearray()

    def encode(self, pcm: Pcm) -> bytes:
        """None yet."""
        self._data += pcm.tobytes()
        return b""

    def end(self) -> bytes:
        """The whole file."""
        rate, size = SAMPLE_RATE_HZ, len(self._data)
        layout = struct.pack("<HHIIHH", _PCM, _CHANNELS, rate, rate * _FRAME_BYTES, _FRAME_BYTES, 16)
        header = b"WAVEfmt " + struct.pack("<I", len(layout)) + layout + b"data" + struct.pack("<I", size)
        return b"RIFF" + struct.pack("<I", len(header) + size) + header + self._data
