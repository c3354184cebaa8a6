"""Polyphony RNN's events: a step is the notes that begin in it and those that go on, then its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from note_seq.encoder_decoder import OneHotEncoding

if TYPE_CHECKING:
    from note_seq.protobuf.music_pb2 import NoteSequence

START: Final = 0
END: Final = 1
STEP_END: Final = 2
NEW_NOTE: Final = 3
CONTINUED_NOTE: Final = 4

PITCHES: Final = 128


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
    for note in quantized.notes:
        for step in range(note.quantized_start_step, min(note.quantized_end_step, count)):
            kind = NEW_NOTE if step == note.quantized_start_step else CONTINUED_NOTE
            steps[step].append(PolyphonicEvent(kind, note.pitch))
    # Of one pitch, what goes on comes before what begins.
    return [sorted(step, key=lambda event: (event.pitch, event.kind), reverse=True) for step in steps]
