"""The shape of what is done for a request, for the OpenAPI description; `web.catalogue.services.resolved` makes it."""

from __future__ import annotations

from typing import Any, get_args

from rest_framework import serializers

from models_store.catalogue.scales import KEYS, SCALES
from web.api.primer_fields import PrimerNotesField
from worker.contract.part_spec import Voicing


class PartSerializer(serializers.Serializer[Any]):
    role = serializers.CharField()
    model = serializers.CharField()
    version = serializers.IntegerField()
    sha256 = serializers.CharField()
    program = serializers.IntegerField()
    is_drum = serializers.BooleanField()
    primer = PrimerNotesField("What the network heard before it began: [start, end, pitch, velocity] of each note.")
    octaves = serializers.IntegerField(help_text="By how many it sounds above what its network plays.")
    voicing = serializers.ChoiceField(
        choices=get_args(Voicing), help_text="The notes, or at each the sounding chord, or its fifth."
    )
    touch = serializers.CharField(allow_null=True, help_text="Whose velocity and timing drum hits are given.")
    lowest_pitch = serializers.IntegerField(help_text="As it sounds.")
    highest_pitch = serializers.IntegerField(help_text="As it sounds.")
    render_chords = serializers.BooleanField(help_text="Whether the chords that it plays over are heard.")


class SectionSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="As musicians call it: intro, A, B, fill, ending.")
    bars = serializers.IntegerField(help_text="Of four quarters each.")
    roles = serializers.ListField(child=serializers.CharField(), help_text="Of the parts that play.")


class PlanSerializer(serializers.Serializer[Any]):
    tonic = serializers.IntegerField(allow_null=True, help_text="0 for C; null where the notes say it.")
    is_minor = serializers.BooleanField()
    sections = SectionSerializer(many=True, help_text="From the first bar on; none where all play all the time.")


class ResolvedSerializer(serializers.Serializer[Any]):
    style = serializers.CharField()  # type: ignore[assignment]  # a declared field, though Field has such an attribute
    type = serializers.CharField()
    length_seconds = serializers.FloatField()
    temperature = serializers.FloatField()
    top_p = serializers.FloatField(allow_null=True, help_text="Null, as the next ones, where it means nothing.")
    start_pitch = serializers.IntegerField(allow_null=True)
    key = serializers.ChoiceField(choices=list(KEYS), allow_null=True)
    scale = serializers.ChoiceField(choices=list(SCALES), allow_null=True)
    density = serializers.FloatField(allow_null=True, help_text="Notes per second.")
    chords = serializers.ListField(
        child=serializers.CharField(), allow_null=True, help_text="Bars, each of one, two or four chords."
    )
    groove = serializers.CharField(allow_null=True)
    seed = serializers.IntegerField()
    qpm = serializers.FloatField()
    engine = serializers.CharField(allow_null=True, help_text="What made the music; null until a worker says so.")
    parent = serializers.UUIDField(  # type: ignore[assignment]  # a declared field, though Field has such an attribute
        allow_null=True, help_text="The job whose piece it goes on from."
    )
    plan = PlanSerializer(allow_null=True, help_text="Null where the piece breaks off when its time is up.")
    parts = PartSerializer(many=True)
