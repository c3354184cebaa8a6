"""A Standard MIDI file as messages at audio frames."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mido import Message, MetaMessage, MidiFile

from worker.rendering.errors import RenderError

SAMPLE_RATE_HZ: Final = 48_000
MAX_LENGTH_SECONDS: Final = 600
DEFAULT_TEMPO: Final = 500_000
_MICROSECONDS: Final = 1_000_000
# What mido lets through when a file's bytes make no sense.
_UNREADABLE: Final = (EOFError, OSError, ValueError, TypeError, LookupError, ZeroDivisionError)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Channel messages in order, each with the frame where it takes effect, and the frame where the piece ends."""

    messages: tuple[tuple[int, Message], ...]
    end_frame: int


def frame_of(ticks: int, tempo_us_per_quarter: int, ticks_per_quarter: int) -> int:
    """The frame that is nearest to so many ticks of one tempo; the later one of two that are as near."""
    return _frame(ticks * tempo_us_per_quarter, ticks_per_quarter)


def read_timeline(midi: bytes) -> Timeline:
    """Reads a Standard MIDI file, all tracks and its tempo map.

    Messages of one tick come in the order of their tracks, and in a track's own order.

    Raises:
        RenderError: The bytes are no MIDI file, or the piece lasts longer than `MAX_LENGTH_SECONDS`.
    """
    try:
        file = MidiFile(file=io.BytesIO(midi))
        if file.ticks_per_beat <= 0:
            raise ValueError("it counts in SMPTE frames, not in beats")
    except _UNREADABLE as error:
        raise RenderError(f"the MIDI file cannot be read: {error or 'it is cut short'}") from error
    return _timeline(file)


def _timeline(file: MidiFile) -> Timeline:
    placed, position, last_tick, tempo = [], 0, 0, DEFAULT_TEMPO
    for tick, message in _merged(file):
        position += (tick - last_tick) * tempo
        last_tick = tick
        if message.type == "set_tempo":
            tempo = message.tempo
        elif not message.is_meta:
            placed.append((_frame(position, file.ticks_per_beat), message))
    end_frame = _frame(position, file.ticks_per_beat)
    if end_frame > MAX_LENGTH_SECONDS * SAMPLE_RATE_HZ:
        seconds = end_frame / SAMPLE_RATE_HZ
        raise RenderError(f"the piece lasts {seconds:.0f} s; at most {MAX_LENGTH_SECONDS} s can be rendered")
    return Timeline(tuple(placed), end_frame)


def _merged(file: MidiFile) -> list[tuple[int, Message | MetaMessage]]:
    placed = [row for track in file.tracks for row in _with_ticks(track)]
    return sorted(placed, key=lambda row: row[0])


def _with_ticks(track: list[Message | MetaMessage]) -> Iterator[tuple[int, Message | MetaMessage]]:
    tick = 0
    for message in track:
        tick += message.time
        yield tick, message


def _frame(position: int, ticks_per_quarter: int) -> int:
    """Where `position` lies, in ticks by microseconds per quarter: whole numbers, so that nothing drifts."""
    unit = ticks_per_quarter * _MICROSECONDS
    return (2 * position * SAMPLE_RATE_HZ + unit) // (2 * unit)
