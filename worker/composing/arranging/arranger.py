"""What becomes of the notes of one part's network in the piece; the same of each, whenever it is asked for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from worker.composing.arranging.bars import Presence, closes, closing_seconds
from worker.composing.arranging.heard import semitones_of
from worker.composing.arranging.touch import Touch, touch_of
from worker.composing.arranging.voicing import Chords
from worker.composing.voices import Made
from worker.composing.voices.timeline import TimedNote
from worker.contract.job_spec import JobSpec
from worker.encodings.masks import MIDI_PITCHES


@dataclass(frozen=True, slots=True)
class Arranger:
    """What a part of a piece does to its notes.

    Attributes:
        closing_seconds: From where on nothing of the network's is heard; infinite for nowhere.
        closes: Whether the part is among those that are heard then.
    """

    presence: Presence
    semitones: int
    chords: Chords | None
    touch: Touch | None
    closing_seconds: float
    closes: bool

    @classmethod
    def of(cls, spec: JobSpec, index: int, seed: int) -> Self:
        """The arranger of a job's part.

        Raises:
            ValueError: A chord symbol means nothing.
            ModelUnavailable: There is no such touch.
        """
        part = spec.parts[index]
        return cls(
            Presence.of(spec, part.role),
            semitones_of(part),
            None if part.voicing == "line" else Chords.of(part.conditioning, part.voicing, spec.qpm),
            touch_of(part.touch, seed, spec.qpm) if part.touch else None,
            closing_seconds(spec) or math.inf,
            closes(spec, part.role),
        )

    def arranged(self, notes: Iterable[TimedNote]) -> list[TimedNote]:
        """What becomes of notes of which nothing was told."""
        return list(self._arranged(notes, 0.0))

    def until_closing(self, notes: Iterable[TimedNote]) -> list[TimedNote]:
        """Notes that no network made, which rest nowhere."""
        until, piece = self.closing_seconds, Presence((0.0,), (self.closing_seconds,))
        kept = (note for note in notes if piece.until(note[0]))
        return [(start, min(end, until), pitch, velocity) for start, end, pitch, velocity in kept]

    def made(self, made: Made, asked_seconds: float) -> Made:
        """What becomes of a voice's news, since it was asked when the music had come to `asked_seconds`.

        A note that sounds where its part begins to rest ends there, and that it goes on in its voice is of no matter.
        """
        ended = list(self._arranged(made.ended, asked_seconds))
        sounding: list[TimedNote] = []
        for note in made.sounding:
            is_cut = self.presence.until(note[0]) <= made.seconds
            (ended if is_cut else sounding).extend(self._arranged((note,), asked_seconds))
        return Made(self._known(made.seconds), made.place, ended, sounding)

    def _known(self, seconds: float) -> float:
        """All that a touch moves before it has come by then, and what closes the piece has not."""
        lead_seconds = self.touch.lead_seconds if self.touch else 0.0
        return min(max(seconds - lead_seconds, 0.0), self.closing_seconds)

    def _arranged(self, notes: Iterable[TimedNote], asked_seconds: float) -> Iterator[TimedNote]:
        """Leaves out what rests, and what was cut before `asked_seconds` and is told."""
        for start, end, line, velocity in notes:
            until = self.presence.until(start)
            if until > asked_seconds:
                for pitch in self._pitches(start, line + self.semitones):
                    yield self._touched((start, min(end, until), pitch, velocity))

    def _pitches(self, start: float, line: int) -> list[int]:
        pitches = [line] if self.chords is None else self.chords.below(line, start)
        return [pitch for pitch in pitches if pitch in MIDI_PITCHES]

    def _touched(self, note: TimedNote) -> TimedNote:
        return note if self.touch is None else self.touch.apply(note)
