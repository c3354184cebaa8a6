"""The shapes of the answers, for the OpenAPI description; `representation.py` makes them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from worker.contract.errors import ErrorCode
from worker.contract.results import MEDIA_TYPES
from worker.contract.status import AudioStatus, JobStatus


class ErrorShape(serializers.Serializer[Any]):
    code = serializers.ChoiceField(choices=list(ErrorCode))
    message = serializers.CharField()
    retryable = serializers.BooleanField(help_text="Whether the same request may succeed later.")


class AudioShape(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=list(AudioStatus))
    error = ErrorShape(allow_null=True)


class ProgressShape(serializers.Serializer[Any]):
    events = serializers.IntegerField()
    music_seconds = serializers.FloatField()
    fraction = serializers.FloatField(min_value=0, max_value=1)


class PartShape(serializers.Serializer[Any]):
    role = serializers.CharField()
    model = serializers.CharField()
    version = serializers.IntegerField()
    sha256 = serializers.CharField()
    program = serializers.IntegerField()
    is_drum = serializers.BooleanField()


class ResolvedShape(serializers.Serializer[Any]):
    style = serializers.CharField()  # type: ignore[assignment]  # a declared field, though Field has such an attribute
    type = serializers.CharField()
    length_seconds = serializers.FloatField()
    temperature = serializers.FloatField()
    start_pitch = serializers.IntegerField(allow_null=True)
    seed = serializers.IntegerField()
    qpm = serializers.FloatField()
    parts = PartShape(many=True)


class FileShape(serializers.Serializer[Any]):
    name = serializers.ChoiceField(choices=list(MEDIA_TYPES))
    type = serializers.CharField()
    bytes = serializers.IntegerField()
    sha256 = serializers.CharField()
    href = serializers.CharField()


class LinksShape(serializers.Serializer[Any]):
    self = serializers.CharField()


class JobShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=list(JobStatus))
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(help_text="From then on the piece is gone.")
    request = serializers.DictField(help_text="What was asked, as it was sent.")
    resolved = ResolvedShape(help_text="What is done, with every default filled in.")
    progress = ProgressShape(allow_null=True)
    attempt = serializers.IntegerField(help_text="How often a worker began it.")
    warnings = serializers.ListField(child=serializers.CharField())
    error = ErrorShape(allow_null=True)
    audio = AudioShape()
    files = FileShape(many=True)
    links = LinksShape()


class OptionShape(serializers.Serializer[Any]):
    minimum = serializers.FloatField()
    maximum = serializers.FloatField()
    step = serializers.FloatField()
    default = serializers.FloatField(allow_null=True, help_text="Null: none, or drawn anew each time.")


class OptionsShape(serializers.Serializer[Any]):
    length_seconds = OptionShape()
    temperature = OptionShape()
    start_pitch = OptionShape(allow_null=True, help_text="Null where the type takes none.")
    seed = OptionShape()


class TypeShape(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    qpm = serializers.FloatField()
    options = OptionsShape()


class StyleShape(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    icon = serializers.CharField()
    types = TypeShape(many=True, help_text="The first is the default.")


class CatalogueShape(serializers.Serializer[Any]):
    styles = StyleShape(many=True)


class FieldErrorShape(serializers.Serializer[Any]):
    pointer = serializers.CharField(help_text="Where, as a JSON pointer.")
    code = serializers.CharField()
    detail = serializers.CharField()
    limit = serializers.JSONField(required=False)
    given = serializers.JSONField(required=False)


class ProblemShape(serializers.Serializer[Any]):
    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = FieldErrorShape(many=True)  # type: ignore[assignment]  # as above
