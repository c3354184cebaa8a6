"""Samples into Opus in Ogg (RFC 7845)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import soundfile

from worker.rendering.ogg import with_serial
from worker.rendering.timeline import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from worker.rendering.encoder import Pcm

_SERIAL: Final = 1


class OpusEncoder:
    """A stereo stream of about 120 kbit/s, all of which comes at the end.

    The library gives each stream a number by chance; one number for all makes the same sound the same bytes.
    """

    def __init__(self) -> None:
        self._stream = io.BytesIO()
        self._file = soundfile.SoundFile(
            self._stream, "w", samplerate=SAMPLE_RATE_HZ, channels=2, format="OGG", subtype="OPUS"
        )

    def encode(self, pcm: Pcm) -> bytes:
        """None yet."""
        self._file.write(pcm)
        return b""

    def end(self) -> bytes:
        """The whole stream."""
        self._file.close()
        return with_serial(self._stream.getvalue(), _SERIAL)
