"""The shapes of the answers, for the OpenAPI description; `representation.py` makes them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from web.api.resolved import ResolvedSerializer
from web.jobs.services.queue_state import QueueState
from worker.contract.errors import ErrorCode
from worker.contract.results import MEDIA_TYPES
from worker.contract.status import AudioStatus, JobStatus


class JobErrorSerializer(serializers.Serializer[Any]):
    code = serializers.ChoiceField(choices=list(ErrorCode))
    message = serializers.CharField()
    retryable = serializers.BooleanField(help_text="Whether the same request may succeed later.")


class AudioSerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=list(AudioStatus))
    error = JobErrorSerializer(allow_null=True)


class ProgressSerializer(serializers.Serializer[Any]):
    events = serializers.IntegerField()
    music_seconds = serializers.FloatField()
    fraction = serializers.FloatField(min_value=0, max_value=1)


class FileSerializer(serializers.Serializer[Any]):
    name = serializers.ChoiceField(choices=list(MEDIA_TYPES))
    type = serializers.CharField()
    bytes = serializers.IntegerField()
    sha256 = serializers.CharField()
    href = serializers.CharField()


class LinksSerializer(serializers.Serializer[Any]):
    self = serializers.CharField()
    cancel = serializers.CharField()
    events = serializers.CharField(help_text="What becomes of it, as server-sent events.")
    audio = serializers.CharField(help_text="Its MP3, which can be heard while it is being made.")
    parent = serializers.CharField(  # type: ignore[assignment]  # a declared field, though Field has such an attribute
        allow_null=True, help_text="The piece that this one goes on from."
    )
    roll = serializers.CharField(allow_null=True, help_text="What it looks like; null until its MIDI file is there.")
    rating = serializers.CharField(help_text="Where the caller rates it.")
    share = serializers.CharField(help_text="A page for others, who may see and hear the piece there and no more.")


class StoredPartSerializer(serializers.Serializer[Any]):
    role = serializers.CharField()
    program = serializers.IntegerField(help_text="General MIDI, 0-127.")
    is_drum = serializers.BooleanField()
    href = serializers.CharField(help_text="The part as a MIDI file of its own.")


class PlaceSerializer(serializers.Serializer[Any]):
    position = serializers.IntegerField(allow_null=True, help_text="Among those that wait, from 1.")
    eta_seconds = serializers.IntegerField(allow_null=True, help_text="From the last news to the end.")


class VariationSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    href = serializers.CharField()


class JobSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=list(JobStatus))
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(help_text="From then on the piece is gone.")
    cancel_requested_at = serializers.DateTimeField(allow_null=True)
    request = serializers.DictField(help_text="What was asked, as it was sent.")
    resolved = ResolvedSerializer(help_text="What is done, with every default filled in.")
    progress = ProgressSerializer(allow_null=True)
    queue = PlaceSerializer()
    attempt = serializers.IntegerField(help_text="How often a worker began it.")
    warnings = serializers.ListField(child=serializers.CharField())
    error = JobErrorSerializer(allow_null=True)
    audio = AudioSerializer()
    files = FileSerializer(many=True)
    parts = StoredPartSerializer(many=True, help_text="Those of the MIDI file, once it is there.")
    variations = VariationSerializer(many=True, allow_null=True, help_text="All pieces of one request for several.")
    links = LinksSerializer()


class EventSerializer(serializers.Serializer[Any]):
    """One server-sent event."""

    id = serializers.CharField(required=False, help_text="Where to go on from; those of the stream itself have none.")
    event = serializers.CharField(required=False)
    data = serializers.CharField(required=False, help_text="A JSON object.")  # type: ignore[assignment]  # as above
    retry = serializers.IntegerField(required=False, help_text="Milliseconds before connecting again.")


class JobsSerializer(serializers.Serializer[Any]):
    jobs = JobSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="The following page; null on the last.")


class OptionSerializer(serializers.Serializer[Any]):
    minimum = serializers.FloatField()
    maximum = serializers.FloatField()
    step = serializers.FloatField()
    default = serializers.FloatField(allow_null=True, help_text="Null: none, or drawn anew each time.")


class ChoiceOptionSerializer(serializers.Serializer[Any]):
    choices = serializers.ListField(child=serializers.CharField())
    default = serializers.CharField(allow_null=True)


class ChordsOptionSerializer(serializers.Serializer[Any]):
    maximum_bars = serializers.IntegerField()
    chords_per_bar = serializers.ListField(child=serializers.IntegerField(), help_text="How many a bar may hold.")
    triads_alone = serializers.BooleanField(
        help_text="Each must hold a major, minor, augmented or diminished triad; whatever else it has is not heard."
    )
    default = serializers.ListField(
        child=serializers.CharField(),
        allow_null=True,
        help_text="In C; else moved into the key. Null where they are drawn anew each time.",
    )


class PrimerNotesOptionSerializer(serializers.Serializer[Any]):
    maximum_notes = serializers.IntegerField()
    maximum_seconds = serializers.FloatField()


class PrimerMidiOptionSerializer(serializers.Serializer[Any]):
    maximum_bytes = serializers.IntegerField()


class OptionsSerializer(serializers.Serializer[Any]):
    """By the fields of a request; null for what the type cannot be told."""

    length_seconds = OptionSerializer()
    temperature = OptionSerializer()
    seed = OptionSerializer()
    start_pitch = OptionSerializer(allow_null=True)
    qpm = OptionSerializer(allow_null=True)
    key = ChoiceOptionSerializer(allow_null=True)
    scale = ChoiceOptionSerializer(allow_null=True)
    top_p = OptionSerializer(allow_null=True)
    density = OptionSerializer(allow_null=True)
    chords = ChordsOptionSerializer(allow_null=True)
    groove = ChoiceOptionSerializer(allow_null=True)
    primer_notes = PrimerNotesOptionSerializer(allow_null=True)
    primer_midi = PrimerMidiOptionSerializer()


class TypeSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    qpm = serializers.FloatField()
    options = OptionsSerializer()


class StyleSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    icon = serializers.CharField()
    types = TypeSerializer(many=True, help_text="The first is the default.")


class CatalogueSerializer(serializers.Serializer[Any]):
    styles = StyleSerializer(many=True)


class QueueSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(
        choices=list(QueueState), help_text="Whether a job asked for now would be taken, and by whom."
    )
    queued = serializers.IntegerField()
    running = serializers.IntegerField()
    limit = serializers.IntegerField(help_text="Jobs queued or running at once; beyond it none is taken.")
    workers = serializers.IntegerField(allow_null=True, help_text="Null where nobody can tell.")
    slots = serializers.IntegerField(allow_null=True, help_text="Jobs that all workers run at once.")
    mean_seconds = serializers.FloatField(allow_null=True, help_text="How long the last jobs ran.")
    eta_seconds = serializers.FloatField(allow_null=True, help_text="Until a job asked for now would have ended.")


class FieldErrorSerializer(serializers.Serializer[Any]):
    pointer = serializers.CharField(help_text="Where, as a JSON pointer.")
    code = serializers.CharField()
    detail = serializers.CharField()
    limit = serializers.JSONField(required=False)
    given = serializers.JSONField(required=False)


class ProblemSerializer(serializers.Serializer[Any]):
    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = FieldErrorSerializer(many=True)  # type: ignore[assignment]  # as above
