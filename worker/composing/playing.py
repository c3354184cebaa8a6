"""A part of a job while the engine has it in work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from worker.composing.arranging.arranger import Arranger
from worker.composing.arranging.closing import Line, closing_notes
from worker.composing.piece import Part
from worker.composing.voices import Made, Voice
from worker.composing.voices.improv import ImprovVoice
from worker.composing.voices.timeline import TimedNote
from worker.contract.events import CHORDS, ScorePart
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import PartSpec
from worker.encodings.notes import NOTE_DTYPE, Notes
from worker.engine.sequence import Sequence


@dataclass(frozen=True, slots=True)
class Playing:
    """What was asked of a part, the sequence that becomes of it, and what is made of that one's notes."""

    part: PartSpec
    sequence: Sequence[Voice]
    arranger: Arranger

    @property
    def seconds(self) -> float:
        """How far the music has come."""
        return self.sequence.voice.seconds

    @property
    def score(self) -> tuple[ScorePart, ...]:
        """The part, and its chords where they are played as one more."""
        own = ScorePart(self.part.role, self.part.program, self.part.is_drum)
        return (own,) if self.chords is None else (own, CHORDS)

    @property
    def chords(self) -> ImprovVoice | None:
        """Who knows the chords, where they are played; they are settled before anything is composed."""
        voice = self.sequence.voice
        return voice if self.part.conditioning.render_chords and isinstance(voice, ImprovVoice) else None

    def made(self, place: int) -> Made:
        """What is new in the voice; of a beam nothing before its end, as it may yet prefer another piece."""
        if self.sequence.beam.rows > 1 and not self.sequence.has_ended:
            return Made(0.0, place, [], [])
        return self.sequence.look(lambda voice: voice.made(place))

    def chord_notes(self) -> list[TimedNote]:
        """Those of the chords, where they are played."""
        return [] if self.chords is None else self.arranger.until_closing(self.chords.chord_notes().tolist())

    def lines(self) -> Iterator[Line]:
        """Those of `score`, complete but for what closes them."""
        notes = self.arranger.arranged(self.sequence.voice.notes().tolist())
        yield Line(self.part.is_drum, self.part.voicing, self.arranger.closes, notes)
        if self.chords is not None:
            yield Line(CHORDS.is_drum, "chords", closes=True, notes=self.chord_notes())


def complete(spec: JobSpec, parts: list[Playing]) -> tuple[Part, ...]:
    """All parts of the score, whose sequences have ended, with what closes the piece."""
    score = [part for playing in parts for part in playing.score]
    lines = [line for playing in parts for line in playing.lines()]
    closing = closing_notes(spec, lines)
    return tuple(
        Part(part.role, part.program, part.is_drum, _table([*line.notes, *last]))
        for part, line, last in zip(score, lines, closing, strict=True)
    )


def _table(notes: Iterable[TimedNote]) -> Notes:
    """By start, then pitch."""
    return np.array(sorted(notes, key=lambda note: (note[0], note[2])), NOTE_DTYPE)
