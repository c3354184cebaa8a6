"""Polyphony RNN's events: a step is the notes that begin in it and those that go on, then its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import note_seq
import numpy as np
from note_seq.encoder_decoder import OneHotEncoding
from numpy.typing import NDArray

from worker.encodings import Encoded

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence

START: Final = 0
END: Final = 1
STEP_END: Final = 2
NEW_NOTE: Final = 3
CONTINUED_NOTE: Final = 4

PITCHES: Final = 128

STEPS_PER_QUARTER: Final = 4
TRANSPOSITIONS: Final = range(-6, 6)


class PolyphonicEvent(NamedTuple):
    """One event; `pitch` is 0 where the kind has none."""

    kind: int
    pitch: int = 0


class PolyphonyOneHotEncoding(OneHotEncoding):  # type: ignore[misc]
    """Three classes without pitch, then 128 new and 128 continued notes."""

    @property
    def num_classes(self) -> int:
        return NEW_NOTE + 2 * PITCHES

    @property
    def default_event(self) -> PolyphonicEvent:
        return PolyphonicEvent(STEP_END)

    def encode_event(self, event: PolyphonicEvent) -> int:
        if event.kind < NEW_NOTE:
            return event.kind
        return NEW_NOTE + (event.kind - NEW_NOTE) * PITCHES + event.pitch

    def decode_event(self, index: int) -> PolyphonicEvent:
        if index < NEW_NOTE:
            return PolyphonicEvent(index)
        kind, pitch = divmod(index - NEW_NOTE, PITCHES)
        return PolyphonicEvent(NEW_NOTE + kind, pitch)

    def event_to_num_steps(self, event: PolyphonicEvent) -> int:
        return int(event.kind == STEP_END)


def steps_of(quantized: NoteSequence, count: int) -> list[list[PolyphonicEvent]]:
    """The events of each of `count` steps, highest pitch first, without the steps' ends."""
    steps: list[list[PolyphonicEvent]] = [[] for _ in range(count)]
    for note in (note for note in quantized.notes if not note.is_drum):
        for step in range(note.quantized_start_step, min(note.quantized_end_step, count)):
            kind = NEW_NOTE if step == note.quantized_start_step else CONTINUED_NOTE
            steps[step].append(PolyphonicEvent(kind, note.pitch))
    # Of one pitch, what goes on comes before what begins.
    return [sorted(step, key=lambda event: (event.pitch, event.kind), reverse=True) for step in steps]


@dataclass(frozen=True, slots=True)
class PolyphonyEncoding:
    """All pitched notes of a file, whoever plays them."""

    def examples(self, sequence: NoteSequence) -> list[NDArray[Any]]:
        """The classes of the whole file from its start to its end; none where meter or tempo change."""
        try:
            quantized = note_seq.quantize_note_sequence(sequence, STEPS_PER_QUARTER)
        except (note_seq.BadTimeSignatureError, note_seq.MultipleTimeSignatureError, note_seq.MultipleTempoError):
            return []
        steps = steps_of(quantized, quantized.total_quantized_steps)
        if not any(steps):
            return []
        played = [event for step in steps for event in (*step, PolyphonicEvent(STEP_END))]
        events = (PolyphonicEvent(START), *played, PolyphonicEvent(END))
        return [np.array([_ENCODING.encode_event(event) for event in events], np.int32)]

    def encode(self, example: NDArray[Any], rng: np.random.Generator | None = None) -> Encoded:
        """One file and, with `rng`, in any key."""
        semitones = 0 if rng is None else int(rng.choice(TRANSPOSITIONS))
        return Encoded.plain(transposed(example.astype(np.int32), semitones))


def transposed(classes: NDArray[np.int32], semitones: int) -> NDArray[np.int32]:
    """The same that many semitones higher; as it is, where it would leave MIDI's range."""
    is_note = classes >= NEW_NOTE
    pitches = (classes[is_note] - NEW_NOTE) % PITCHES + semitones
    if len(pitches) and not 0 <= pitches.min() <= pitches.max() < PITCHES:
        return classes
    return np.where(is_note, classes + semitones, classes).astype(np.int32)


_ENCODING: Final = PolyphonyOneHotEncoding()
