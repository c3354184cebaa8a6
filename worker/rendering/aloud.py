"""A piece rendered as MP3: at once where somebody listens, and else when it is complete and it is its turn."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Final

from worker.contract.results import MP3_NAME
from worker.contract.totals import Total
from worker.process import settings, totals
from worker.rendering.audience import LOOK_SECONDS, Audience
from worker.rendering.rendition import Rendition
from worker.rendering.soundfont import SoundFont
from worker.rendering.turns import Turns

if TYPE_CHECKING:
    from mido import Message

    from worker.rendering.score import FollowedScore, StoredScore
    from worker.rendering.told_audio import ToldAudio

_turns: Final = Turns()
# Of those that nobody waits for one at a time: each holds its instruments in memory.
_unheard: Final = threading.Lock()


def play_aloud(
    score: StoredScore | FollowedScore, told: ToldAudio, audience: Audience, go_on: Callable[[], None]
) -> bytes:
    """The file, of which `told` has all along been told what was certain.

    Args:
        score: What is played.
        told: Takes the bytes.
        audience: Whether anybody waits for them.
        go_on: Asked while this waits for its turn; raises to leave off.

    Raises:
        PieceAbandoned: The piece will never be complete.
        RenderError: The SoundFont or the MIDI cannot be used.
    """
    rendition, waiting, until_frame = Rendition.begun(soundfont(), MP3_NAME), list[tuple[int, "Message"]](), 0
    for messages, until_frame in score.passages():
        waiting += messages
        if audience.is_there:
            _tell(rendition.play(waiting, until_frame), told, audience)
            waiting = []
    with _place(audience, go_on):
        _tell(rendition.play(waiting, until_frame), told, audience)
        _tell(rendition.end(until_frame), told, audience)
    totals().add(Total.AUDIO_SECONDS, rendition.seconds)
    return told.end()


@contextmanager
def _place(audience: Audience, go_on: Callable[[], None]) -> Iterator[None]:
    """For who is waited for at once; the others one after the other."""
    while not audience.is_there:
        go_on()
        if _unheard.acquire(timeout=LOOK_SECONDS):
            try:
                yield
            finally:
                _unheard.release()
            return
    yield


def _tell(chunks: Iterator[bytes], told: ToldAudio, audience: Audience) -> None:
    """Each block is rendered when its turn has come: what will be heard soonest comes first."""
    while True:
        with _turns.taken(audience.runs_dry_at(told.seconds)):
            chunk = next(chunks, None)
        if chunk is None:
            break
        told.add(chunk)
    told.tell()


@cache
def soundfont() -> SoundFont:
    """Opened once per process.

    Raises:
        RenderError: It is missing or damaged; the next rendering tries again.
    """
    return SoundFont(settings().soundfont_path)
