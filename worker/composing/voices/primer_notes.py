"""A primer of any kind as notes, since Magenta's generators take all from those."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import note_seq
from note_seq.protobuf import music_pb2

from worker.composing.voices.timeline import VELOCITY, Grid
from worker.contract.part_spec import Primer, PrimerNote

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence

# Steps of a primer are 16ths, whatever the network's own grid.
_STEPS_PER_QUARTER: Final = 4


def sequence_of(primer: Primer, qpm: float) -> NoteSequence | None:
    """The primer's notes at `qpm`; None where none is given.

    Raises:
        ValueError: A step holds what is none.
    """
    if primer.melody:
        return note_seq.Melody(list(primer.melody)).to_sequence(qpm=qpm)
    if primer.drums:
        return note_seq.DrumTrack([frozenset(step) for step in primer.drums]).to_sequence(qpm=qpm)
    if primer.pianoroll:
        roll = note_seq.PianorollSequence(events_list=primer.pianoroll, steps_per_quarter=_STEPS_PER_QUARTER)
        return roll.to_sequence(qpm=qpm)
    notes = primer.notes or tuple(PrimerNote(0.0, 60.0 / qpm, pitch, VELOCITY) for pitch in primer.pitches)
    return _sequence(notes, qpm) if notes else None


def extended(track: Any, sequence: NoteSequence, grid: Grid) -> Any:
    """A melody or drum track of the primer, with silence up to where the network goes on; at least a step."""
    start_step = grid.step_after(last_end_seconds(sequence) + grid.step_seconds)
    if not track:
        track = type(track)([], start_step=max(0, start_step - 1))
    track.set_length(start_step - track.start_step)
    return track


def last_end_seconds(sequence: NoteSequence) -> float:
    return max((note.end_time for note in sequence.notes), default=0.0)


def _sequence(notes: Iterable[PrimerNote], qpm: float) -> NoteSequence:
    sequence = music_pb2.NoteSequence(ticks_per_quarter=note_seq.STANDARD_PPQ)
    sequence.tempos.add(qpm=qpm)
    for note in notes:
        sequence.notes.add(
            start_time=note.start_seconds, end_time=note.end_seconds, pitch=note.pitch, velocity=note.velocity
        )
    sequence.total_time = last_end_seconds(sequence)
    return sequence
