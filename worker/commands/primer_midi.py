"""A MIDI file as a primer, read as Magenta's commands read it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from worker.contract.part_spec import PrimerNote
from worker.contract.primer_midi import MAX_BYTES, MAX_NOTES, PrimerError

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence

__all__ = ("MidiPrimer", "PrimerError", "read_primer")


@dataclass(frozen=True, slots=True)
class MidiPrimer:
    """The file's notes, and its tempo, None where it says none."""

    notes: tuple[PrimerNote, ...]
    qpm: float | None


def read_primer(path: Path, for_drums: bool, on_grid: bool) -> MidiPrimer:
    """Reads a MIDI file.

    Args:
        path: The file, of at most 256 kB and 10,000 notes.
        for_drums: All tracks are drums, else tracks of drums are left out.
        on_grid: Notes are to be placed on a grid of steps, so that the tempo must not change.

    Raises:
        PrimerError: The file is none, is too large, holds no note, or changes its tempo.
        OSError: The file cannot be read.
    """
    sequence = _sequence(path)
    notes = [note for note in sequence.notes if for_drums or not note.is_drum]
    if not notes:
        raise PrimerError(f"{path} holds no {'' if for_drums else 'pitched '}note")
    if len(notes) > MAX_NOTES:
        raise PrimerError(f"{path} holds {len(notes)} notes; a primer has at most {MAX_NOTES}")
    tempos = [tempo.qpm for tempo in sequence.tempos]
    if on_grid and len(set(tempos)) > 1:
        raise PrimerError(f"{path} changes its tempo, so that its notes lie on no grid of steps")
    found = [PrimerNote(note.start_time, note.end_time, note.pitch, note.velocity) for note in notes]
    return MidiPrimer(tuple(found), tempos[0] if tempos else None)


def _sequence(path: Path) -> NoteSequence:
    import note_seq

    size = path.stat().st_size
    if size > MAX_BYTES:
        raise PrimerError(f"{path} has {size} bytes; a primer has at most {MAX_BYTES}")
    try:
        return note_seq.midi_to_note_sequence(path.read_bytes())
    except note_seq.MIDIConversionError as error:
        raise PrimerError(f"{path} cannot be read as a MIDI file: {error}") from error
