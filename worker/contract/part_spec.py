"""One part of a job: who plays, what it hears first, and by which rules it is sampled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Literal, Self

Voicing = Literal["line", "fifths", "chords"]

PITCH_CLASSES: Final = tuple(range(12))


@dataclass(frozen=True, slots=True)
class ModelRef:
    """One version of a model, down to the bytes of its bundle."""

    name: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next event is drawn from what the network gives.

    Attributes:
        temperature: Divides the logits; above 0, 0.1-2.0 on the page.
        top_k: Only so many of the likeliest classes; 0 for all.
        top_p: Only the likeliest classes that together have this probability; 1 for all.
        lowest_pitch: MIDI pitch; lower ones are not begun.
        highest_pitch: MIDI pitch; higher ones are not begun.
        pitch_classes: Those that may be begun, 0 for C: a scale in a key.
        forbids_senseless: Nothing is ended that does not sound, a performance does not fall silent for long, and a
            melody's notes on strong beats belong to their chord.
        beam_size: Pieces kept side by side, the likeliest of which is the result.
        branch_factor: Continuations tried of each.
        steps_per_iteration: Events between two choices.
    """

    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0
    lowest_pitch: int = 0
    highest_pitch: int = 127
    pitch_classes: tuple[int, ...] = PITCH_CLASSES
    forbids_senseless: bool = False
    beam_size: int = 1
    branch_factor: int = 1
    steps_per_iteration: int = 1


@dataclass(frozen=True, slots=True)
class PrimerNote:
    """A note of a primer; `velocity` is 1-127."""

    start_seconds: float
    end_seconds: float
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Primer:
    """What a part begins with; of the first six, one at most is given.

    Attributes:
        pitches: Struck together, for a quarter note.
        melody: Steps of a melody: a pitch, -1 for the end of a note, -2 for no event.
        drums: Steps of a drum track: the drums' pitches.
        pianoroll: Steps of a piano roll: the keys, 0-87 from A0.
        notes: As a MIDI file has them.
        start_pitch: Struck at the beginning of the piece; the network decides how long it sounds.
        condition_on_primer: Polyphony's network hears the primer first; else it only may be injected.
        inject_primer_during_generation: Polyphony's primer sounds within what is composed.
        include_primer: It is the beginning of the piece; else the piece begins after it.
    """

    pitches: tuple[int, ...] = ()
    melody: tuple[int, ...] = ()
    drums: tuple[tuple[int, ...], ...] = ()
    pianoroll: tuple[tuple[int, ...], ...] = ()
    notes: tuple[PrimerNote, ...] = ()
    start_pitch: int | None = None
    condition_on_primer: bool = False
    inject_primer_during_generation: bool = True
    include_primer: bool = True

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        given = {**_tuples(data), "notes": tuple(PrimerNote(**note) for note in data.get("notes", ()))}
        for name in ("drums", "pianoroll"):
            given[name] = tuple(tuple(step) for step in data.get(name, ()))
        return cls(**given)


@dataclass(frozen=True, slots=True)
class Conditioning:
    """What a network hears besides its own events, where its config has such.

    Lists of several values are spread evenly over the piece; an empty one leaves Magenta's default.

    Attributes:
        notes_per_second: Wished density.
        pitch_class_histogram: Wished weight of each of twelve pitch classes, from C on.
        disable_conditioning: Whether the network is told to do as it likes.
        backing_chords: Symbols such as "C", "Am7", "N.C.".
        steps_per_chord: How many steps of the melody each holds.
        render_chords: They are played as a part of their own.
    """

    notes_per_second: tuple[float, ...] = ()
    pitch_class_histogram: tuple[tuple[float, ...], ...] = ()
    disable_conditioning: tuple[bool, ...] = ()
    backing_chords: tuple[str, ...] = ()
    steps_per_chord: int = 16
    render_chords: bool = False

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        histograms = tuple(tuple(histogram) for histogram in data.get("pitch_class_histogram", ()))
        return cls(**{**_tuples(data), "pitch_class_histogram": histograms})


@dataclass(frozen=True, slots=True)
class PartSpec:
    """One instrument's part.

    Attributes:
        role: What the part is in the piece, as its MIDI track is named ("piano", "drums").
        program: General MIDI program, 0-127; without meaning for drums.
        octaves: By how many the part sounds above what its network plays; a bass lies below.
        voicing: "line" for the network's notes themselves, "chords" for the sounding chord at each of them, "fifths"
            for its root and fifth alone, as guitars do.
        touch: The table in the model store by which drum hits get velocity and timing; empty for neither.
    """

    role: str
    model: ModelRef
    program: int
    is_drum: bool
    sampling: Sampling = field(default_factory=Sampling)
    primer: Primer = field(default_factory=Primer)
    conditioning: Conditioning = field(default_factory=Conditioning)
    octaves: int = 0
    voicing: Voicing = "line"
    touch: str = ""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(
            **{
                **data,
                "model": ModelRef(**data["model"]),
                "sampling": Sampling(**_tuples(data["sampling"])),
                "primer": Primer.from_json(data["primer"]),
                "conditioning": Conditioning.from_json(data["conditioning"]),
            }
        )


def _tuples(data: dict[str, Any]) -> dict[str, Any]:
    """JSON knows lists alone."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
