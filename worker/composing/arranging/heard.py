"""What is said of a part's sounding pitches, as the network must hear it that plays octaves higher or lower."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from worker.contract.part_spec import PartSpec, Primer, Sampling
from worker.encodings.masks import KEYBOARD, MIDI_PITCHES

OCTAVE: Final = 12
_KEYS: Final = range(len(KEYBOARD))


def semitones_of(part: PartSpec) -> int:
    """By how many the part sounds above what its network plays; drums have no octave."""
    return 0 if part.is_drum else part.octaves * OCTAVE


def heard(part: PartSpec) -> PartSpec:
    """The part with its range and primer where the network plays; pitches that it has not are heard octaves nearer."""
    semitones = semitones_of(part)
    if semitones == 0:
        return part
    return replace(part, sampling=_sampling(part.sampling, semitones), primer=_primer(part.primer, semitones))


def _sampling(sampling: Sampling, semitones: int) -> Sampling:
    lowest = max(sampling.lowest_pitch - semitones, MIDI_PITCHES[0])
    highest = min(sampling.highest_pitch - semitones, MIDI_PITCHES[-1])
    return replace(sampling, lowest_pitch=lowest, highest_pitch=highest)


def _primer(primer: Primer, semitones: int) -> Primer:
    notes = [replace(note, pitch=_moved(note.pitch, semitones)) for note in primer.notes]
    return replace(
        primer,
        pitches=_all_moved(primer.pitches, semitones),
        # What is below 0 is no pitch.
        melody=tuple(step if step < 0 else _moved(step, semitones) for step in primer.melody),
        pianoroll=tuple(_all_moved(step, semitones, _KEYS) for step in primer.pianoroll),
        notes=tuple(notes),
        start_pitch=None if primer.start_pitch is None else _moved(primer.start_pitch, semitones),
    )


def _all_moved(pitches: Iterable[int], semitones: int, within: range = MIDI_PITCHES) -> tuple[int, ...]:
    return tuple(_moved(pitch, semitones, within) for pitch in pitches)


def _moved(pitch: int, semitones: int, within: range = MIDI_PITCHES) -> int:
    moved = pitch - semitones
    return min((near for near in within if (near - moved) % OCTAVE == 0), key=lambda near: abs(near - moved))
