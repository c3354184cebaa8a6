"""A MIDI file as a primer: the notes of a file that a stranger sent, within limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from worker.contract.errors import ErrorCode
from worker.contract.midi.cursor import MidiError
from worker.contract.midi.file import MidiFile, read_midi_file
from worker.contract.midi.held import held_keys
from worker.contract.midi.tempo_map import TempoMap
from worker.contract.midi.track import DRUM_CHANNEL

MAX_BYTES: Final = 256 * 1024
MAX_NOTES: Final = 10_000
MAX_SECONDS: Final = 600


class PrimerError(ValueError):
    """The file cannot be a primer; the message says why, to a musician."""

    code: ErrorCode = ErrorCode.INVALID_PRIMER


class PrimerTooLong(PrimerError):
    """There is more of it than a primer may have."""

    code = ErrorCode.PRIMER_TOO_LONG


@dataclass(frozen=True, slots=True)
class MidiNote:
    """A note of a file, its times both as they sound and as they are written; `velocity` is 1-127.

    Attributes:
        track: The name of its track, empty where it has none.
    """

    start_seconds: float
    end_seconds: float
    start_quarters: float
    end_quarters: float
    pitch: int
    velocity: int
    is_drum: bool
    track: str


def parse_primer(content: bytes) -> tuple[MidiNote, ...]:
    """The notes of a Standard MIDI file by start, then pitch; at least one.

    A key's release ends all notes of that pitch in that channel and track, as Magenta reads files; a note that nothing
    ends is left out.

    Raises:
        PrimerError: It is no such file, is damaged, or holds no note.
        PrimerTooLong: It has more than 256 kB, 10,000 notes or 600 s.
    """
    if len(content) > MAX_BYTES:
        raise PrimerTooLong(f"the file has {len(content)} bytes; a primer has at most {MAX_BYTES}")
    try:
        file = read_midi_file(content)
    except MidiError as error:
        raise PrimerError(str(error)) from error
    notes = list(islice(_notes(file), MAX_NOTES + 1))
    _check(notes)
    return tuple(sorted(notes, key=lambda note: (note.start_quarters, note.pitch)))


def _check(notes: list[MidiNote]) -> None:
    if not notes:
        raise PrimerError("the file holds no note")
    if len(notes) > MAX_NOTES:
        raise PrimerTooLong(f"the file holds more than {MAX_NOTES} notes, which is as many as a primer has")
    lasts_seconds = max(note.end_seconds for note in notes)
    if lasts_seconds > MAX_SECONDS:
        raise PrimerTooLong(f"the file lasts {lasts_seconds:.0f} s; a primer lasts at most {MAX_SECONDS}")


def _notes(file: MidiFile) -> Iterator[MidiNote]:
    """Those that last; at a tempo beyond all music a tick may be too short for a number."""
    tempos, ticks_per_quarter = TempoMap(file), file.ticks_per_quarter
    for track in file.tracks:
        for key, end_tick in held_keys(track):
            start, end = tempos.seconds_at(key.tick), tempos.seconds_at(end_tick)
            quarters = (key.tick / ticks_per_quarter, end_tick / ticks_per_quarter)
            if start < end:
                yield MidiNote(start, end, *quarters, key.pitch, key.velocity, key.channel == DRUM_CHANNEL, track.name)
