"""A finished piece: its parts' notes, and the Standard MIDI file of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import mido

from worker.encodings.midi import (
    CHARSET,
    TICKS_PER_QUARTER,
    NoteMessages,
    Timed,
    channels_of,
    program_change,
    ticks_of,
)
from worker.encodings.notes import Notes


@dataclass(frozen=True, slots=True)
class Part:
    """One instrument's notes; `program` is General MIDI 0-127."""

    role: str
    program: int
    is_drum: bool
    notes: Notes


@dataclass(frozen=True, slots=True)
class Piece:
    """All parts of `length_seconds` at `qpm`."""

    title: str
    length_seconds: float
    qpm: float
    parts: tuple[Part, ...]

    def to_midi(self) -> bytes:
        """A Standard MIDI file of type 1: a track with title and tempo, then one per part, all as long as the piece."""
        file = mido.MidiFile(type=1, ticks_per_beat=TICKS_PER_QUARTER, charset=CHARSET)
        file.tracks.append(self._tempo_track())
        channels = channels_of(part.is_drum for part in self.parts)
        file.tracks += (self._part_track(part, channel) for part, channel in zip(self.parts, channels, strict=True))
        content = io.BytesIO()
        file.save(file=content)
        return content.getvalue()

    def _tempo_track(self) -> mido.MidiTrack:
        return mido.MidiTrack(
            (
                mido.MetaMessage("track_name", name=self.title),
                mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(self.qpm)),
                mido.MetaMessage("time_signature", numerator=4, denominator=4),
                mido.MetaMessage("end_of_track", time=self._end),
            )
        )

    def _part_track(self, part: Part, channel: int) -> mido.MidiTrack:
        track = mido.MidiTrack((mido.MetaMessage("track_name", name=part.role),))
        track += program_change(channel, part.program)
        now = 0
        for ticks, _, message in sorted(self._messages(part, channel), key=lambda timed: timed[:2]):
            track.append(message.copy(time=ticks - now))
            now = ticks
        track.append(mido.MetaMessage("end_of_track", time=max(0, self._end - now)))
        return track

    def _messages(self, part: Part, channel: int) -> Iterator[Timed]:
        messages = NoteMessages(channel, self.qpm)
        for start, end, pitch, velocity in part.notes.tolist():
            yield messages.on(pitch, velocity, start)
            yield messages.off(pitch, start, end)

    @property
    def _end(self) -> int:
        return ticks_of(self.length_seconds, self.qpm)
