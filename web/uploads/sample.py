"""The sample of an inspected upload as a piano roll."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models_store.uploads import SAMPLE_MIDI, SAMPLE_MP3
from web.catalogue.services.store import uploads
from web.pieces.roll_svg import roll_svg
from web.pieces.score import Score
from worker.contract.midi.cursor import MidiError
from worker.contract.midi.score import read_score

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from web.uploads.models import Upload

_SHORTEST_SECONDS: Final = 10.0


def sample_picture(upload: Upload) -> SafeString | None:
    """None where there is no sample."""
    try:
        voices = read_score((uploads().folder(str(upload.pk)) / SAMPLE_MIDI).read_bytes())
    except (OSError, MidiError):
        return None
    ends = (note.end_seconds for voice in voices for note in voice.notes)
    return roll_svg(Score(max((_SHORTEST_SECONDS, *ends)), voices))


def can_be_heard(upload: Upload) -> bool:
    """Whether the sample is there as sound too."""
    return (uploads().folder(str(upload.pk)) / SAMPLE_MP3).is_file()
