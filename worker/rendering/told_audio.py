"""An MP3 on its way to whoever listens."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from worker.contract.live_audio import AudioDiffers
from worker.rendering.mp3 import BIT_RATE_KBITS_PER_SECOND

if TYPE_CHECKING:
    from worker.contract.live_audio import LiveAudio

logger = logging.getLogger(__name__)

# Two fifths of a second: fewer words to Redis, and nobody who listens in time is kept waiting.
WORD_BYTES: Final = 8192
BYTES_PER_SECOND: Final = BIT_RATE_KBITS_PER_SECOND * 1000 // 8


class ToldAudio:
    """All bytes so far, of which `live` is told by and by.

    Attributes:
        content: The file.
    """

    def __init__(self, live: LiveAudio) -> None:
        self.content = bytearray()
        self._live = live
        self._told = 0
        self._differs = False

    @property
    def seconds(self) -> float:
        """What those who listen have to hear."""
        return len(self.content) / BYTES_PER_SECOND

    def add(self, chunk: bytes) -> None:
        """The first bytes are told at once."""
        self.content += chunk
        if not self._told or len(self.content) - self._told >= WORD_BYTES:
            self.tell()

    def tell(self) -> None:
        """Tells what is left to tell."""
        if len(self.content) > self._told and not self._differs:
            self._append()
            self._told = len(self.content)

    def end(self) -> bytes:
        """The file is complete."""
        self.tell()
        if not self._differs:
            self._live.end(len(self.content))
        return bytes(self.content)

    def break_off(self) -> None:
        self._live.break_off()

    def _append(self) -> None:
        """Who listens to what another engine made cannot be served any further; the file can."""
        try:
            self._live.append(self.content, self._told)
        except AudioDiffers as error:
            logger.warning("%s; who listened is cut off, and the file is made anew", error)
            self._differs = True
            self._live.break_off()
