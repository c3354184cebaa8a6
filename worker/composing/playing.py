"""A part of a job while the engine has it in work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from worker.composing.piece import Part
from worker.composing.voices import Made, Voice
from worker.composing.voices.improv import CHORD_PROGRAM, ImprovVoice
from worker.contract.events import ScorePart
from worker.contract.part_spec import PartSpec
from worker.engine.sequence import Sequence

_CHORDS = ScorePart("chords", CHORD_PROGRAM, is_drum=False)


@dataclass(frozen=True, slots=True)
class Playing:
    """What was asked of a part, and the sequence that becomes of it."""

    part: PartSpec
    sequence: Sequence[Voice]

    @property
    def seconds(self) -> float:
        """How far the music has come."""
        return self.sequence.voice.seconds

    @property
    def score(self) -> tuple[ScorePart, ...]:
        """The part, and its chords where they are played as one more."""
        own = ScorePart(self.part.role, self.part.program, self.part.is_drum)
        return (own,) if self.chords is None else (own, _CHORDS)

    @property
    def chords(self) -> ImprovVoice | None:
        """Who knows the chords, where they are played; they are settled before anything is composed."""
        voice = self.sequence.voice
        return voice if self.part.conditioning.render_chords and isinstance(voice, ImprovVoice) else None

    def made(self, place: int) -> Made:
        """What is new; of a beam nothing before its end, as it may yet prefer another piece."""
        if self.sequence.beam.rows > 1 and not self.sequence.has_ended:
            return Made(0.0, place, [], [])
        return self.sequence.look(lambda voice: voice.made(place))

    def parts(self) -> Iterator[Part]:
        """Those of `score`, complete."""
        yield Part(self.part.role, self.part.program, self.part.is_drum, self.sequence.voice.notes())
        if self.chords is not None:
            yield Part(_CHORDS.role, _CHORDS.program, _CHORDS.is_drum, self.chords.chord_notes())
