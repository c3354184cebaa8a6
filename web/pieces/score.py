"""A stored piece as a picture needs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.api.files import FileUnavailable, read_whole
from worker.contract.midi.cursor import MidiError
from worker.contract.midi.score import Voice, read_score

if TYPE_CHECKING:
    from web.jobs.models import ResultFile


@dataclass(frozen=True, slots=True)
class Score:
    """All parts, and how long they play together."""

    length_seconds: float
    voices: tuple[Voice, ...]

    @property
    def notes(self) -> int:
        return sum(len(voice.notes) for voice in self.voices)


def score_of(file: ResultFile) -> Score:
    """The score in a piece's MIDI file.

    Args:
        file: With its job.

    Raises:
        FileUnavailable: It cannot be read just now.
    """
    try:
        voices = read_score(read_whole(file))
    except MidiError as error:
        raise FileUnavailable from error
    ends = (note.end_seconds for voice in voices for note in voice.notes)
    return Score(max((file.job.resolved["length_seconds"], *ends)), voices)
