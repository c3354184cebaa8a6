"""What there is to tell of a piece while it is composed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from worker.composing.arranging.bars import bar_seconds, whole_bars
from worker.composing.decided import DecidedNotes
from worker.composing.piece import Part
from worker.composing.playing import Playing
from worker.composing.voices import Made
from worker.contract.events import BegunNote, NotesDecided, Payload, Progressed, ScoreBegun, ScorePart
from worker.contract.job_spec import JobSpec

# So often progress is told, and how far the music is decided though no note begins or ends.
NEWS_SECONDS: Final = 0.25


@dataclass(slots=True)
class _Followed:
    """A part of the job, its place in the score, and up to where its voice was asked, in its notes and in seconds."""

    index: int
    playing: Playing
    place: int = 0
    seconds: float = 0.0

    def take(self) -> Made:
        made = self.playing.made(self.place)
        arranged = self.playing.arranger.made(made, self.seconds)
        self.place, self.seconds = made.place, made.seconds
        return arranged


class News:
    """Looks at a job's parts, which the engine brings on at their own speeds, and says what is new of all together.

    A single part's notes are told as they are decided; those of several up to the last bar line that all have passed.
    """

    def __init__(self, spec: JobSpec, parts: list[Playing]) -> None:
        self._spec = spec
        self._score: tuple[ScorePart, ...] = ()
        self._followed: list[_Followed] = []
        self._decided = DecidedNotes()
        self._progress_at = self._notes_at = time.monotonic()
        for playing in parts:
            self._follow(playing)

    def _follow(self, playing: Playing) -> None:
        index = len(self._score)
        self._score += playing.score
        self._followed.append(_Followed(index, playing))
        self._decided.add(index, playing.arranger.arranged(playing.sequence.voice.before))
        self._decided.add(index + 1, playing.chord_notes())

    def opening(self) -> tuple[Payload, ...]:
        """The score, and what a primer gives of the music before any event is decided."""
        return ScoreBegun(self._spec.qpm, self._spec.length_seconds, self._score), *self._notes()

    def latest(self) -> tuple[Payload, ...]:
        """What has come since the last look; often nothing."""
        return *self._notes(), *self._progress()

    def last(self, parts: tuple[Part, ...]) -> tuple[Payload, ...]:
        """All that is left, once all parts of the score are complete."""
        notes = [part.notes.tolist() for part in parts]
        return self._decided.rest(self._spec.length_seconds, notes), self._progressed()

    def _notes(self) -> Iterator[NotesDecided]:
        news = list(self._take())
        until = self._in_bars(min(made.seconds for _, made in news))
        if not self._decided.until_seconds < until < self._spec.length_seconds:
            return
        notes = self._decided.until(until, (note for part, made in news for note in _begun(part, made)))
        now = time.monotonic()
        if notes.notes or notes.begun or now - self._notes_at >= NEWS_SECONDS:
            self._notes_at = now
            yield notes

    def _take(self) -> Iterator[tuple[int, Made]]:
        for followed in self._followed:
            made = followed.take()
            self._decided.add(followed.index, made.ended)
            yield followed.index, made

    def _in_bars(self, seconds: float) -> float:
        if len(self._score) == 1:
            return seconds
        qpm = self._spec.qpm
        return min(whole_bars(seconds, qpm) * bar_seconds(qpm), seconds)

    def _progress(self) -> Iterator[Progressed]:
        now = time.monotonic()
        if now - self._progress_at >= NEWS_SECONDS:
            self._progress_at = now
            yield self._progressed()

    def _progressed(self) -> Progressed:
        seconds = min(followed.playing.seconds for followed in self._followed)
        events = sum(followed.playing.sequence.events for followed in self._followed)
        return Progressed(events, round(seconds, 2), round(seconds / self._spec.length_seconds, 4))


def _begun(part: int, made: Made) -> Iterator[BegunNote]:
    return ((part, pitch, velocity, start) for start, _, pitch, velocity in made.sounding)
