"""A Standard MIDI file as messages at audio frames."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

from mido import Message, MidiFile

from worker.rendering.errors import RenderError

SAMPLE_RATE_HZ: Final = 44_100
MAX_LENGTH_SECONDS: Final = 600
# What mido lets through when a file's bytes make no sense.
_UNREADABLE: Final = (EOFError, OSError, ValueError, TypeError, LookupError, ZeroDivisionError)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Channel messages in order, each with the frame where it takes effect, and the frame where the piece ends."""

    messages: tuple[tuple[int, Message], ...]
    end_frame: int


def read_timeline(midi: bytes) -> Timeline:
    """Reads a Standard MIDI file, all tracks and its tempo map.

    Raises:
        RenderError: The bytes are no MIDI file, or the piece lasts longer than `MAX_LENGTH_SECONDS`.
    """
    try:
        file = MidiFile(file=io.BytesIO(midi))
        if file.ticks_per_beat <= 0:
            raise ValueError("it counts in SMPTE frames, not in beats")
        messages = list(file)
    except _UNREADABLE as error:
        raise RenderError(f"the MIDI file cannot be read: {error or 'it is cut short'}") from error
    return _timeline(messages)


def _timeline(messages: list[Message]) -> Timeline:
    seconds = 0.0
    placed = []
    for message in messages:
        seconds += message.time
        if not message.is_meta:
            placed.append((round(seconds * SAMPLE_RATE_HZ), message))
    if seconds > MAX_LENGTH_SECONDS:
        raise RenderError(f"the piece lasts {seconds:.0f} s; at most {MAX_LENGTH_SECONDS} s can be rendered")
    return Timeline(tuple(placed), round(seconds * SAMPLE_RATE_HZ))
