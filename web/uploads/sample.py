"""The sample of an inspected upload, as a piano roll and as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.http import Http404, HttpResponse

from models_store.uploads import SAMPLE_MIDI, SAMPLE_MP3
from web.api.ranges import RangeNotSatisfiable, requested_range
from web.catalogue.services.store import uploads
from web.pieces.roll_svg import roll_svg
from web.pieces.score import Score
from worker.contract.midi.cursor import MidiError
from worker.contract.midi.score import read_score

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from web.uploads.models import Upload

SAMPLES: Final = {SAMPLE_MIDI: "audio/midi", SAMPLE_MP3: "audio/mpeg"}
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


def sample_answer(request: HttpRequest, upload_id: str, name: str) -> HttpResponse:
    """The file of `SAMPLES`, or the part of it that is asked for, which some browsers do before they play a sound.

    Raises:
        Http404: There is no sample.
    """
    try:
        content = (uploads().folder(upload_id) / name).read_bytes()
    except OSError as error:
        raise Http404 from error
    headers = {"Accept-Ranges": "bytes", "Content-Disposition": f'inline; filename="{name}"'}
    try:
        part = requested_range(request.headers.get("Range"), len(content))
    except RangeNotSatisfiable as error:
        return HttpResponse(status=error.status_code, headers=error.headers)
    if part is None:
        return HttpResponse(content, content_type=SAMPLES[name], headers=headers)
    headers["Content-Range"] = part.content_range
    return HttpResponse(content[part.start : part.end], content_type=SAMPLES[name], status=206, headers=headers)
