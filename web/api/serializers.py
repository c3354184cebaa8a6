"""The shapes of the answers, for the OpenAPI description; `representation.py` makes them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from web.api.primer_fields import PrimerNotesField
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


class PartSerializer(serializers.Serializer[Any]):
    role = serializers.CharField()
    model = serializers.CharField()
    version = serializers.IntegerField()
    sha256 = serializers.CharField()
    program = serializers.IntegerField()
    is_drum = serializers.BooleanField()
    primer = PrimerNotesField("What the network heard before it began: [start, end, pitch, velocity] of each note.")


class ResolvedSerializer(serializers.Serializer[Any]):
    style = serializers.CharField()  # type: ignore[assignment]  # a declared field, though Field has such an attribute
    type = serializers.CharField()
    length_seconds = serializers.FloatField()
    temperature = serializers.FloatField()
    start_pitch = serializers.IntegerField(allow_null=True)
    seed = serializers.IntegerField()
    qpm = serializers.FloatField()
    engine = serializers.CharField(allow_null=True, help_text="What made the music; null until a worker says so.")
    parent = serializers.UUIDField(  # type: ignore[assignment]  # as above
        allow_null=True, help_text="The job whose piece it goes on from."
    )
    parts = PartSerializer(many=True)


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
    parent = serializers.CharField(  # type: ignore[assignment]  # as above
        allow_null=True, help_text="The piece that this one goes on from."
    )


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


class OptionsSerializer(serializers.Serializer[Any]):
    length_seconds = OptionSerializer()
    temperature = OptionSerializer()
    start_pitch = OptionSerializer(allow_null=True, help_text="Null where the type takes none.")
    seed = OptionSerializer()


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
