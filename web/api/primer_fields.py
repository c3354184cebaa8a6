"""Music within a request: a MIDI file, and the notes that a part is to hear."""

from __future__ import annotations

import base64
import math
from typing import Any, Final

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from models_store.catalogue.limits import MOTIF_NOTES
from web.catalogue.services.primer_window import MAX_PRIMER_NOTES, PRIMER_SECONDS
from worker.contract.part_spec import PrimerNote
from worker.contract.primer_midi import MAX_BYTES

MAX_ENCODED_CHARACTERS: Final = 4 * math.ceil(MAX_BYTES / 3)
MAX_WRONG_SHOWN: Final = 10


@extend_schema_field(
    {
        "type": "string",
        "contentEncoding": "base64",
        "contentMediaType": "audio/midi",
        "maxLength": MAX_ENCODED_CHARACTERS,
    }
)
class MidiFileField(serializers.Field[bytes, str, Any, Any]):
    """A file in base64; null stands for leaving it out. It is not read here."""

    default_error_messages = {  # noqa: RUF012  # DRF's way
        "invalid": "must be a Standard MIDI file in base64, without line breaks.",
        "max_length": f"may be of at most {MAX_BYTES} bytes.",
    }
    max_length = MAX_BYTES

    def __init__(self, help_text: str) -> None:
        super().__init__(required=False, allow_null=True, help_text=help_text)

    def to_internal_value(self, data: object) -> bytes:
        try:
            content = base64.b64decode(data if isinstance(data, str) else "", validate=True)
        except ValueError:
            self.fail("invalid")
        if not content:
            self.fail("invalid")
        if len(content) > MAX_BYTES:
            self.fail("max_length")
        return content


_NOTE: Final = {
    "type": "array",
    "prefixItems": [
        {"type": "number", "minimum": 0, "maximum": PRIMER_SECONDS},
        {"type": "number", "exclusiveMinimum": 0, "maximum": PRIMER_SECONDS},
        {"type": "integer", "minimum": 0, "maximum": 127},
        {"type": "integer", "minimum": 1, "maximum": 127},
    ],
    "items": False,
    "minItems": 4,
}


@extend_schema_field({"type": "array", "minItems": 1, "maxItems": MAX_PRIMER_NOTES, "items": _NOTE})
class PrimerNotesField(serializers.Field[tuple[PrimerNote, ...], list[Any], Any, Any]):
    """Start and end in seconds, pitch and velocity of each note; null stands for none."""

    max_notes = MAX_PRIMER_NOTES
    default_error_messages = {"invalid": "must be null or an array of 1 to {max_notes} notes."}  # noqa: RUF012  # DRF's way

    def __init__(self, help_text: str) -> None:
        super().__init__(required=False, allow_null=True, help_text=help_text)

    def to_internal_value(self, data: object) -> tuple[PrimerNote, ...]:
        if not isinstance(data, list) or not 1 <= len(data) <= self.max_notes:
            self.fail("invalid", max_notes=self.max_notes)
        notes = [_note(entry) for entry in data]
        wrong = [str(place) for place, note in enumerate(notes) if note is None]
        if wrong:
            raise serializers.ValidationError({place: [_WRONG_NOTE] for place in wrong[:MAX_WRONG_SHOWN]}, "invalid")
        return tuple(note for note in notes if note is not None)


@extend_schema_field({"type": "array", "minItems": 1, "maxItems": MOTIF_NOTES.maximum, "items": _NOTE})
class MotifField(PrimerNotesField):
    """A few notes that somebody played."""

    max_notes = MOTIF_NOTES.maximum


_WRONG_NOTE: Final = (
    f"a note is [start, end, pitch, velocity]: seconds from 0 to {PRIMER_SECONDS:g}, the end after the start, "
    "and whole numbers, 0 to 127 and 1 to 127."
)


def _note(entry: object) -> PrimerNote | None:
    """None where the entry is no note."""
    if not isinstance(entry, list) or len(entry) != 4 or not all(_is_number(value) for value in entry):
        return None
    start, end, pitch, velocity = entry
    is_note = 0 <= start < end <= PRIMER_SECONDS and _is_midi(pitch, 0) and _is_midi(velocity, 1)
    return PrimerNote(float(start), float(end), int(pitch), int(velocity)) if is_note else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_midi(value: float, lowest: int) -> bool:
    return lowest <= value <= 127 and value % 1 == 0
