"""What there is to see of a piece: each part's notes, in seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from worker.contract.midi.file import read_midi_file
from worker.contract.midi.held import held_keys
from worker.contract.midi.tempo_map import TempoMap
from worker.contract.midi.track import DRUM_CHANNEL, Track


class ScoreNote(NamedTuple):
    """A note, and when it sounds."""

    start_seconds: float
    end_seconds: float
    pitch: int


@dataclass(frozen=True, slots=True)
class Voice:
    """One part, with its notes by when they end."""

    role: str
    is_drum: bool
    notes: tuple[ScoreNote, ...]


def read_score(content: bytes) -> tuple[Voice, ...]:
    """The parts of a file of ours: its tracks but for the first, which holds title and tempo.

    Raises:
        MidiError: It is no such file.
    """
    file = read_midi_file(content)
    tempos = TempoMap(file)
    return tuple(_voice(track, tempos) for track in file.tracks[1:])


def _voice(track: Track, tempos: TempoMap) -> Voice:
    notes = (ScoreNote(tempos.seconds_at(key.tick), tempos.seconds_at(end), key.pitch) for key, end in held_keys(track))
    return Voice(track.name, any(key.channel == DRUM_CHANNEL for key in track.keys), tuple(notes))
