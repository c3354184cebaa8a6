"""One track of a MIDI file: of its events those that matter for notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from worker.contract.midi.cursor import Cursor, MidiError

DRUM_CHANNEL: Final = 9

_NOTE_OFF, _NOTE_ON, _PROGRAM, _PRESSURE = 0x80, 0x90, 0xC0, 0xD0
_SYSEX, _SYSEX_GOES_ON, _META = 0xF0, 0xF7, 0xFF
_TRACK_NAME, _END_OF_TRACK, _TEMPO = 0x03, 0x2F, 0x51
_TEMPO_BYTES: Final = 3


class Key(NamedTuple):
    """A key that goes down, or up where `velocity` is 0; channels count from 0."""

    tick: int
    channel: int
    pitch: int
    velocity: int


@dataclass(slots=True)
class Track:
    """What matters of a track, each in its order.

    Attributes:
        tempos: Tick and microseconds per quarter.
    """

    name: str = ""
    keys: list[Key] = field(default_factory=list)
    tempos: list[tuple[int, int]] = field(default_factory=list)


def read_track(chunk: bytes) -> Track:
    """Reads a track up to its end, which need not be marked.

    Raises:
        MidiError: It is damaged.
    """
    reader = _TrackReader(chunk)
    while reader.is_left:
        reader.read_event()
    return reader.track


class _TrackReader:
    """Keeps what one event leaves for the next: the time, and the status byte that may be left out."""

    def __init__(self, chunk: bytes) -> None:
        self.track = Track()
        self._cursor = Cursor(chunk)
        self._tick = 0
        self._status = 0
        self._is_ended = False

    @property
    def is_left(self) -> bool:
        return self._cursor.is_left and not self._is_ended

    def read_event(self) -> None:
        self._tick += self._cursor.number()
        first = self._cursor.byte()
        if first == _META:
            self._read_meta()
        elif first in (_SYSEX, _SYSEX_GOES_ON):
            self._cursor.take(self._cursor.number())
        elif first > _SYSEX:
            raise MidiError(f"the byte {first:#x} stands in the file for an event, and there is none of that kind")
        elif first & 0x80:
            self._status = first
            self._read_message(self._cursor.byte())
        elif self._status:
            self._read_message(first)
        else:
            raise MidiError("a track of the file begins in the middle of an event")

    def _read_message(self, first: int) -> None:
        kind = self._status & 0xF0
        second = 0 if kind in (_PROGRAM, _PRESSURE) else self._cursor.byte()
        if (first | second) & 0x80:
            raise MidiError("an event of the file has values over 127")
        if kind in (_NOTE_ON, _NOTE_OFF):
            velocity = second if kind == _NOTE_ON else 0
            self.track.keys.append(Key(self._tick, self._status & 0x0F, first, velocity))

    def _read_meta(self) -> None:
        kind = self._cursor.byte()
        data = self._cursor.take(self._cursor.number())
        if kind == _TEMPO:
            self.track.tempos.append((self._tick, _tempo(data)))
        elif kind == _TRACK_NAME:
            self.track.name = self.track.name or _text(data)
        self._is_ended = kind == _END_OF_TRACK


def _tempo(data: bytes) -> int:
    microseconds_per_quarter = int.from_bytes(data, "big")
    if len(data) != _TEMPO_BYTES or microseconds_per_quarter == 0:
        raise MidiError("a tempo of the file is none")
    return microseconds_per_quarter


def _text(data: bytes) -> str:
    """Programs write names in either way, and no file says in which."""
    try:
        return data.decode("utf-8").strip()
    except UnicodeDecodeError:
        return data.decode("latin-1").strip()
