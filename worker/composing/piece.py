"""A finished piece: its parts' notes, and the Standard MIDI file of them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

import mido

from worker.encodings.notes import Notes

TICKS_PER_QUARTER: Final = 480
DRUM_CHANNEL: Final = 9


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
        file = mido.MidiFile(type=1, ticks_per_beat=TICKS_PER_QUARTER)
        file.tracks.append(self._tempo_track())
        channels = (channel for channel in range(16) if channel != DRUM_CHANNEL)
        for part in self.parts:
            file.tracks.append(self._part_track(part, DRUM_CHANNEL if part.is_drum else next(channels)))
        content = io.BytesIO()
        file.save(file=content)
        return content.getvalue()

    def _tempo_track(self) -> mido.MidiTrack:
        end = self._ticks(self.length_seconds)
        return mido.MidiTrack(
            (
                mido.MetaMessage("track_name", name=self.title),
                mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(self.qpm)),
                mido.MetaMessage("time_signature", numerator=4, denominator=4),
                mido.MetaMessage("end_of_track", time=end),
            )
        )

    def _part_track(self, part: Part, channel: int) -> mido.MidiTrack:
        track = mido.MidiTrack((mido.MetaMessage("track_name", name=part.role),))
        if not part.is_drum:
            track.append(mido.Message("program_change", channel=channel, program=part.program))
        now = 0
        for ticks, _, message in sorted(self._messages(part, channel), key=lambda timed: timed[:2]):
            track.append(message.copy(time=ticks - now))
            now = ticks
        track.append(mido.MetaMessage("end_of_track", time=max(0, self._ticks(self.length_seconds) - now)))
        return track

    def _messages(self, part: Part, channel: int) -> list[tuple[int, int, mido.Message]]:
        """(ticks, order within the tick, message): a note's end comes before the same pitch's next start."""
        timed = []
        for note in part.notes:
            pitch, start = int(note["pitch"]), self._ticks(float(note["start_seconds"]))
            end = max(self._ticks(float(note["end_seconds"])), start + 1)
            on = mido.Message("note_on", channel=channel, note=pitch, velocity=int(note["velocity"]))
            timed += [(start, 1 + pitch, on), (end, 0, mido.Message("note_off", channel=channel, note=pitch))]
        return timed

    def _ticks(self, seconds: float) -> int:
        return round(seconds * self.qpm / 60.0 * TICKS_PER_QUARTER)
