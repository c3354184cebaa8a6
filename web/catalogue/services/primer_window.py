"""The end of a piece, as a network hears it before it goes on: 15 s at most, from zero, and 512 notes.

A network that hears seconds is given seconds. One that hears steps is given what is written, at the tempo of the new
piece, whatever tempos the file had; its window begins with a bar of four quarters, counted from the file's beginning.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from worker.contract.part_spec import PrimerNote

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from worker.contract.primer_midi import MidiNote

PRIMER_SECONDS: Final = 15.0
MAX_PRIMER_NOTES: Final = 512
# Of networks that hear seconds.
STEP_SECONDS: Final = 0.01
_QUARTERS_PER_BAR: Final = 4

# Start, end, pitch, velocity; in seconds or quarters.
_Timed = tuple[float, float, int, int]


def last_seconds(notes: Sequence[MidiNote]) -> tuple[PrimerNote, ...]:
    """The 15 s that end with the last note; what sounds where they begin is cut there."""
    played = [(note.start_seconds, note.end_seconds, note.pitch, note.velocity) for note in notes]
    timed = _lasting(played, STEP_SECONDS)
    end = max(timed_end for _, timed_end, *_ in timed)
    return _from_zero(timed, max(0.0, end - PRIMER_SECONDS), 1.0)


def last_bars(notes: Sequence[MidiNote], qpm: float, steps_per_quarter: int) -> tuple[PrimerNote, ...]:
    """From the first bar within the 15 s that end with the last note; what sounds where it begins is cut there."""
    written = _lasting(_written(notes), 1.0 / steps_per_quarter)
    end = max(written_end for _, written_end, *_ in written)
    return _from_zero(written, _first_bar(end, qpm), 60.0 / qpm)


def last_beats(hits: Sequence[MidiNote], qpm: float, steps_per_quarter: int) -> tuple[PrimerNote, ...]:
    """Drums, from the first bar within the 15 s that end with the last beat.

    A drummer of Magenta's goes on two steps after the last hit begins, and later where it lasts longer. That must be
    on a beat, or what is composed would not fit what was heard. So the last hit is given the end at which the next beat
    is where the drummer goes on; one on the very step before the beat is left out, unless there is no other.
    """
    played = [(_nearest(hit[0] * steps_per_quarter), hit) for hit in _written(hits)]
    beat = ceil((max(step for step, _ in played) + 1) / steps_per_quarter)
    begin, end_step = _first_bar(beat, qpm), beat * steps_per_quarter
    inside = [(step, hit) for step, hit in played if step >= begin * steps_per_quarter]
    heard = [hit for step, hit in inside if step < end_step - 1]
    if heard:
        return _from_zero(_ended(heard, (end_step - 1.5) / steps_per_quarter), begin, 60.0 / qpm)
    return _from_zero([hit for _, hit in inside], begin, 60.0 / qpm)


def _written(notes: Iterable[MidiNote]) -> list[_Timed]:
    return [(note.start_quarters, note.end_quarters, note.pitch, note.velocity) for note in notes]


def _lasting(timed: Iterable[_Timed], step: float) -> list[_Timed]:
    """None shorter than a step, as each is once it is quantized: the last might else begin where the piece does."""
    return [(start, max(end, start + step), pitch, velocity) for start, end, pitch, velocity in timed]


def _nearest(steps: float) -> int:
    """As note-seq quantizes."""
    return int(steps + 0.5)


def _first_bar(end_quarters: float, qpm: float) -> int:
    """The first bar that begins within the 15 s before `end_quarters`, in quarters."""
    begin = end_quarters - PRIMER_SECONDS * qpm / 60.0
    return max(0, ceil(begin / _QUARTERS_PER_BAR) * _QUARTERS_PER_BAR)


def _ended(hits: Sequence[_Timed], until: float) -> list[_Timed]:
    """None lasts longer, and the last one as long."""
    before = [(start, min(end, until), pitch, velocity) for start, end, pitch, velocity in hits[:-1]]
    start, _, pitch, velocity = hits[-1]
    return [*before, (start, until, pitch, velocity)]


def _from_zero(timed: Iterable[_Timed], begin: float, unit_seconds: float) -> tuple[PrimerNote, ...]:
    """The latest 512 of what sounds from `begin` on, which becomes zero; rounding takes none beyond the 15 s."""
    notes = [
        PrimerNote(
            max(0.0, start - begin) * unit_seconds,
            min((end - begin) * unit_seconds, PRIMER_SECONDS),
            pitch,
            velocity,
        )
        for start, end, pitch, velocity in timed
        if end > begin
    ]
    lasting = [note for note in notes if note.start_seconds < note.end_seconds]
    return tuple(sorted(lasting, key=lambda note: (note.start_seconds, note.pitch))[-MAX_PRIMER_NOTES:])
