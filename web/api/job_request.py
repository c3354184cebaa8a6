"""The body of `POST /api/v1/jobs`: what may be in it, and what is said of what may not."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from rest_framework import serializers

from models_store.catalogue.limits import (
    DENSITY,
    LENGTH_SECONDS,
    QPM,
    SEED,
    START_PITCH,
    TEMPERATURE,
    TOP_P,
    VARIATIONS,
)
from models_store.catalogue.scales import KEYS, SCALES
from web.api.chord_field import ChordsField
from web.api.fields import JobIdField, NamedField, NameField, NumberField, TextField, WholeField
from web.api.part_request import MAX_PARTS, PartRequestSerializer
from web.api.plan_request import PlanRequestSerializer
from web.api.primer_fields import MidiFileField, MotifField
from web.api.strict import StrictSerializer, field_errors
from web.catalogue.refusal import FieldError, RequestRefusedError
from web.catalogue.services.request import JobRequest
from web.webhooks.request import WebhookEventsField, WebhookUrlField, check_webhook
from worker.contract.lanes import Lane

PRIORITIES: Final = ("normal", Lane.BATCH.value)


class JobRequestSerializer(StrictSerializer[JobRequest]):
    """Refuses values outside their limits and fields that it does not know."""

    # A declared field, though DRF's Field has an attribute of that name.
    style = NameField(  # type: ignore[assignment]
        "A style of the catalogue; may be left out beside `parent`, whose style it then is.", required=False
    )
    type = NameField("A type of the style; else the style's first, or the parent's.", required=False)
    length_seconds = NumberField(LENGTH_SECONDS, "Else the type's default.")
    temperature = NumberField(TEMPERATURE, "Lower is tamer, higher is wilder; else the type's default.")
    start_pitch = WholeField(START_PITCH, "The MIDI pitch to begin with, where the type takes one.")
    seed = WholeField(SEED, "The same request with the same seed gives the same music; else one is drawn.")
    qpm = NumberField(QPM, "Quarter notes per minute, where the type keeps to a beat; else the type's.")
    key = NamedField(KEYS, "Notes that are not of the key's scale are not played; else all may be.")
    scale = NamedField(SCALES, "The scale that begins with the key; else major.")
    top_p = NumberField(TOP_P, "Only what is likeliest and together has this probability is drawn from; else all is.")
    density = NumberField(DENSITY, "Notes per second that are wished, where the type hears that.")
    chords = ChordsField()
    groove = NameField(
        "One of the type's grooves, which the drums go on from; else one of them is drawn by the seed.", required=False
    )
    variations = WholeField(
        VARIATIONS, "How many pieces to make of the request, each a job with a seed of its own; else one."
    )
    priority = NamedField(
        PRIORITIES, "`batch` lets all others go first; else a single piece goes before those of `variations`."
    )
    primer_midi = MidiFileField(
        "A Standard MIDI file to go on from: its last 15 seconds are heard and are not in the piece. "
        "Of type 0 or 1, with at most 262144 bytes, 64 tracks, 10000 notes and 600 seconds."
    )
    primer_notes = MotifField(
        "Notes to go on from, as `primer_midi`, that were played at the tempo of the piece: [start in seconds, end in "
        "seconds, pitch, velocity] of each."
    )
    parent = JobIdField(  # type: ignore[assignment]
        "A job that succeeded, to go on from its piece as from `primer_midi`."
    )
    parts: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=PartRequestSerializer(),
        required=False,
        allow_null=True,
        allow_empty=False,
        max_length=MAX_PARTS,
        help_text="Who plays, in place of what the catalogue says; style and type are then no more than labels. "
        "A job's `resolved`, sent as a request, gives the same piece again.",
    )
    plan = PlanRequestSerializer(
        required=False, allow_null=True, help_text="How the piece is laid out; goes with `parts` alone."
    )
    engine = TextField(80, "What made the piece that is asked for again; changes nothing.", required=False)
    webhook_url = WebhookUrlField()
    webhook_events = WebhookEventsField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        check_webhook(attrs)
        return attrs


def read_job_request(data: object) -> JobRequest:
    """The request in a body that was parsed.

    Raises:
        RequestRefusedError: Names every field that is wrong, its limit and what was sent.
    """
    if not isinstance(data, dict):
        raise RequestRefusedError(FieldError("#", "not_an_object", "The body must be a JSON object.", given=data))
    serializer = JobRequestSerializer(data=data)
    if not serializer.is_valid():
        raise RequestRefusedError(*field_errors(serializer, serializer.errors, data))
    fields = serializer.validated_data
    shown = {**data, "primer_midi": _shown(fields["primer_midi"])} if fields.get("primer_midi") else data
    return JobRequest(**{**fields, **_tuples(fields)}, as_sent=shown)


def _shown(content: bytes) -> dict[str, Any]:
    """What a file was, without what is in it."""
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _tuples(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) for name, value in fields.items() if isinstance(value, list)}
