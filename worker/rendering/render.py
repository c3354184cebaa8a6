"""From a Standard MIDI file to a file to listen to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.contract.totals import Total
from worker.process import totals
from worker.rendering.errors import RenderError
from worker.rendering.rendition import Rendition
from worker.rendering.timeline import read_timeline

if TYPE_CHECKING:
    from worker.rendering.soundfont import SoundFont

__all__ = ["RenderError", "render"]


def render(midi: bytes, soundfont: SoundFont, name: str) -> bytes:
    """The piece as the result file `name`: MP3, WAV or Ogg Opus, all of the same samples.

    Raises:
        RenderError: The MIDI cannot be read, or the SoundFont is damaged or lacks an instrument it asks for.
    """
    timeline = read_timeline(midi)
    rendition = Rendition.begun(soundfont, name)
    played = rendition.play(timeline.messages, timeline.end_frame)
    content = b"".join([*played, *rendition.end(timeline.end_frame)])
    totals().add(Total.AUDIO_SECONDS, rendition.seconds)
    return content
