"""How a piece is wished to be, and what its parts are told of that."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from models_store.catalogue.scales import KEYS, pitch_classes, scale_around
from web.catalogue.services.progression import evenly
from worker.contract.chords import pitch_classes as chord_pitch_classes
from worker.contract.part_spec import PITCH_CLASSES, Conditioning, Sampling

if TYPE_CHECKING:
    from collections.abc import Sequence

# Of the key's own pitch class beside the scale's others, as Magenta's guide to Performance RNN has it.
_TONIC_WEIGHT: Final = 2.0


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is told to all parts of a piece; None for what none of them can be told, or nobody asked for.

    Attributes:
        top_p: The share of likelihood that is drawn from, 0.1-1.
        start_pitch: A MIDI pitch.
        key: Such as "C#", with its scale; notes of no other pitch classes are begun. Without it they keep to the scale
            that the chords lie in.
        density: Notes per second.
        chords: Bars, each of one, two or four chords.
        groove: The slug of what the drums hear first, which is in their primer.
    """

    temperature: float
    top_p: float | None = None
    start_pitch: int | None = None
    key: str | None = None
    scale: str | None = None
    density: float | None = None
    chords: tuple[str, ...] | None = None
    groove: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "chords": self.chords and list(self.chords)}

    def sampling(self, *, is_drum: bool) -> Sampling:
        """For one part; drums have no pitches."""
        allowed = PITCH_CLASSES if is_drum else self._pitch_classes
        return Sampling(
            temperature=self.temperature,
            top_p=self.top_p or 1.0,
            pitch_classes=allowed,
            forbids_senseless=not is_drum,
        )

    def conditioning(self, *, is_drum: bool) -> Conditioning:
        """For one part, whose network hears of this what it can."""
        if is_drum:
            return Conditioning()
        chords, steps_per_chord = evenly(self.chords or ())
        return Conditioning(
            notes_per_second=() if self.density is None else (self.density,),
            pitch_class_histogram=() if self.key is None else (_histogram(self._pitch_classes, KEYS[self.key]),),
            backing_chords=chords,
            steps_per_chord=steps_per_chord,
        )

    @property
    def _pitch_classes(self) -> tuple[int, ...]:
        if self.key is None or self.scale is None:
            return scale_around(chord_pitch_classes(chord) for bar in self.chords or () for chord in bar.split())
        return pitch_classes(self.key, self.scale)


def _histogram(scale: Sequence[int], tonic: int) -> tuple[float, ...]:
    return tuple(_TONIC_WEIGHT if pitch == tonic else float(pitch in scale) for pitch in PITCH_CLASSES)
