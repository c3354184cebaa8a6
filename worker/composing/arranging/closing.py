"""How a piece closes: from its last bar line on, all parts hold the tonic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, Self

from worker.composing.arranging.bars import closing_seconds
from worker.composing.arranging.heard import OCTAVE
from worker.composing.arranging.key import Key, heard_key
from worker.composing.arranging.voicing import voiced
from worker.composing.voices.timeline import TimedNote
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import Voicing
from worker.contract.plan import Plan
from worker.encodings.masks import MIDI_PITCHES

# A bass drum and a crash cymbal.
_STRUCK: Final = (36, 49)
_STRUCK_VELOCITY: Final = 110
# So long before the end of the piece its last notes do, or half as long as they may, so that it does not cut them.
_RELEASE_SECONDS: Final = 0.1
_FIFTH: Final = 7


@dataclass(frozen=True, slots=True)
class Line:
    """All of a part but what closes it.

    Attributes:
        closes: Whether the part is among those that close the piece.
    """

    is_drum: bool
    voicing: Voicing
    closes: bool
    notes: list[TimedNote]


def closing_notes(spec: JobSpec, lines: Sequence[Line]) -> list[list[TimedNote]]:
    """What closes each line; one drummer, whatever drums there are, closes for all."""
    start_seconds = closing_seconds(spec)
    if spec.plan is None or start_seconds is None:
        return [[] for _ in lines]
    closing = Closing.of(spec, start_seconds, _key(spec.plan, lines))
    drummer = next((place for place, line in enumerate(lines) if line.is_drum and line.closes), None)
    heard = [line.closes and (not line.is_drum or place == drummer) for place, line in enumerate(lines)]
    return [closing.of_line(line) if is_heard else [] for line, is_heard in zip(lines, heard, strict=True)]


def _key(plan: Plan, lines: Iterable[Line]) -> Key:
    if plan.tonic is not None:
        return Key(plan.tonic, plan.is_minor)
    return heard_key(chain.from_iterable(line.notes for line in lines if not line.is_drum))


@dataclass(frozen=True, slots=True)
class Closing:
    """The last notes of all parts."""

    key: Key
    quarter_seconds: float
    start_seconds: float
    end_seconds: float

    @classmethod
    def of(cls, spec: JobSpec, start_seconds: float, key: Key) -> Self:
        """What closes the piece in a key, from a bar line on."""
        release_seconds = min(_RELEASE_SECONDS, (spec.length_seconds - start_seconds) / 2)
        return cls(key, 60.0 / spec.qpm, start_seconds, spec.length_seconds - release_seconds)

    def of_line(self, line: Line) -> list[TimedNote]:
        """Drums are struck; what is pitched goes to the nearest tones, and what never sounded stays silent."""
        if line.is_drum:
            end_seconds = min(self.start_seconds + self.quarter_seconds, self.end_seconds)
            return [(self.start_seconds, end_seconds, pitch, _STRUCK_VELOCITY) for pitch in _STRUCK]
        if not line.notes:
            return []
        last = self._last_together(line.notes)
        velocity = round(sum(note[3] for note in last) / len(last))
        pitches = self._resolved([note[2] for note in last], line.voicing)
        return [(self.start_seconds, self.end_seconds, pitch, velocity) for pitch in pitches]

    def _last_together(self, notes: Sequence[TimedNote]) -> list[TimedNote]:
        """The notes of the fullest moment within the last quarter that the part sounds; of several the latest.

        The voices of a chorale need not all end at once, and a tune's last note is such a moment by itself.
        """
        since = max(note[1] for note in notes) - self.quarter_seconds
        recent = [note for note in notes if note[1] > since]
        moments = sorted((max(note[0], since) for note in recent), reverse=True)
        return max(([note for note in recent if note[0] <= moment < note[1]] for moment in moments), key=len)

    def _resolved(self, pitches: Sequence[int], voicing: Voicing) -> list[int]:
        """Chords and fifths to those of the tonic below the same note; voices to its chord, the lowest to itself.

        A chord that has a bass an octave or more below its highest note keeps one.
        """
        lowest, *others = sorted(pitches)
        bass = _nearest(lowest, (self.key.tonic,))
        if voicing != "line":
            struck = self.key.triad if voicing == "chords" else (self.key.tonic, (self.key.tonic + _FIFTH) % OCTAVE)
            return sorted({*voiced(struck, max(pitches)), *([bass] if max(pitches) - lowest >= OCTAVE else [])})
        return sorted({bass, *(_nearest(pitch, self.key.triad, bass) for pitch in others)})


def _nearest(pitch: int, classes: Sequence[int], lowest: int = 0) -> int:
    """Of two as near the lower."""
    near = (other for other in MIDI_PITCHES[lowest:] if other % OCTAVE in classes)
    return min(near, key=lambda other: abs(other - pitch))
