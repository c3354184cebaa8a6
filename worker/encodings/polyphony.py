"""Polyphony RNN's events: a step is the notes that begin in it and those that go on, then its end."""

from __future__ import annotations

from typing import Final, NamedTuple

from note_seq.encoder_decoder import OneHotEncoding

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
