"""A piece on its way from messages to a file, which is made as the music comes in."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from worker.rendering.encoder import Encoder, encoder_of
from worker.rendering.leveller import Leveller
from worker.rendering.silence import LeadIn, LeadOut
from worker.rendering.synthesizer import Synthesizer
from worker.rendering.timeline import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from mido import Message

    from worker.rendering.instrument import Samples
    from worker.rendering.soundfont import SoundFont

BLOCK_FRAMES: Final = SAMPLE_RATE_HZ // 10
# After a piece's end what still sounds may ring for so long, the last second of it ever more softly.
MAX_TAIL_FRAMES: Final = 3 * SAMPLE_RATE_HZ
FADE_FRAMES: Final = SAMPLE_RATE_HZ
# What a piece without a sound lasts.
EMPTY_BLOCKS: Final = 5
FULL_SCALE: Final = 32767


class Rendition:
    """One piece, played once. Its bytes are decided by the messages alone, however they come in."""

    def __init__(self, synthesizer: Synthesizer, encoder: Encoder) -> None:
        """Both are the rendition's own from now on."""
        self._synthesizer = synthesizer
        self._encoder = encoder
        self._messages: deque[tuple[int, Message]] = deque()
        self._frame = 0
        self._lead_in, self._leveller, self._lead_out = LeadIn(), Leveller(), LeadOut()
        self._is_heard = False

    @classmethod
    def begun(cls, soundfont: SoundFont, name: str) -> Rendition:
        """One that makes the result file `name`."""
        return cls(Synthesizer(soundfont), encoder_of(name))

    @property
    def begins_at_frame(self) -> int:
        """The frame of the messages' time with which the file begins: silence before the first sound is left out."""
        return self._lead_in.dropped_frames

    @property
    def seconds(self) -> float:
        """How much has been played."""
        return self._frame / SAMPLE_RATE_HZ

    def play(self, messages: Iterable[tuple[int, Message]], until_frame: int) -> Iterator[bytes]:
        """Goes on until `until_frame`; gives the bytes that became certain, perhaps none, block by block.

        `messages` are the next ones in order, each with its frame, and hold all those before `until_frame`.

        Raises:
            RenderError: The SoundFont is damaged, or lacks an instrument.
        """
        self._messages.extend(messages)
        while self._frame + BLOCK_FRAMES <= until_frame:
            yield self._encoded(self._levelled(self._block()))

    def end(self, end_frame: int) -> Iterator[bytes]:
        """Plays on to the piece's end, lets the last sound die away and gives the last bytes; nothing may follow.

        Raises:
            RenderError: As `play`.
        """
        yield from self.play((), end_frame)
        last_frame = end_frame + MAX_TAIL_FRAMES
        while self._frame < last_frame:
            block = self._block(end_frame)
            self._fade(block, last_frame)
            yield self._encoded(self._levelled(block))
        self._synthesizer.close()
        rest = [levelled for block in self._leveller.end() for levelled in self._lead_out.take(block)]
        yield self._encoded(rest + self._lead_out.end())
        yield self._encoded([] if self._is_heard else [_silence()] * EMPTY_BLOCKS) + self._encoder.end()

    def _block(self, release_frame: int | None = None) -> Samples:
        """The next block. It is cut where messages are, and nowhere else: cuts are heard, if hardly."""
        block, start = _silence(), self._frame
        self._frame += BLOCK_FRAMES
        done = 0
        while self._messages and self._messages[0][0] < self._frame:
            frame, message = self._messages.popleft()
            done = self._play_to(block, done, frame - start)
            self._synthesizer.send(message)
        if release_frame is not None and start <= release_frame < self._frame:
            done = self._play_to(block, done, release_frame - start)
            self._synthesizer.release()
        self._play_to(block, done, BLOCK_FRAMES)
        return block

    def _play_to(self, block: Samples, done: int, until: int) -> int:
        if until > done:
            self._synthesizer.generate(block[done:until])
        return max(done, until)

    def _fade(self, block: Samples, last_frame: int) -> None:
        left = last_frame - (self._frame - BLOCK_FRAMES) - np.arange(BLOCK_FRAMES)
        if left[-1] < FADE_FRAMES:
            block *= np.clip(left / FADE_FRAMES, 0, 1).astype(np.float32)[:, np.newaxis]

    def _levelled(self, block: Samples) -> list[Samples]:
        heard = [levelled for sounding in self._lead_in.take(block) for levelled in self._leveller.take(sounding)]
        return [certain for levelled in heard for certain in self._lead_out.take(levelled)]

    def _encoded(self, blocks: list[Samples]) -> bytes:
        self._is_heard = self._is_heard or bool(blocks)
        return b"".join(self._encoder.encode((block * FULL_SCALE).round().astype("<i2")) for block in blocks)


def _silence() -> Samples:
    return np.zeros((BLOCK_FRAMES, 2), np.float32)
