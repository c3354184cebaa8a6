"""Small MIDI files to render."""

from __future__ import annotations

import io

from mido import Message, MetaMessage, MidiFile, MidiTrack, second2tick

TICKS_PER_BEAT = 480
TEMPO = 500_000


def midi_file(
    notes: list[tuple[float, float, int]],
    *,
    channel: int = 0,
    program: int = 0,
    velocity: int = 100,
    length_seconds: float = 8.0,
) -> bytes:
    """A file of one track; a note is (start_seconds, end_seconds, pitch)."""
    changes = [(start, "note_on", pitch) for start, _, pitch in notes]
    changes += [(end, "note_off", pitch) for _, end, pitch in notes]
    track = MidiTrack([Message("program_change", channel=channel, program=program)])
    at_tick = 0
    for seconds, kind, pitch in sorted(changes):
        delta = ticks(seconds) - at_tick
        track.append(Message(kind, channel=channel, note=pitch, velocity=velocity, time=delta))
        at_tick += delta
    track.append(MetaMessage("end_of_track", time=ticks(length_seconds) - at_tick))
    return saved(track)


def ticks(seconds: float) -> int:
    return int(second2tick(seconds, TICKS_PER_BEAT, TEMPO))


def saved(track: MidiTrack) -> bytes:
    file = io.BytesIO()
    MidiFile(tracks=[track], ticks_per_beat=TICKS_PER_BEAT).save(file=file)
    return file.getvalue()
