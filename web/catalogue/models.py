"""The catalogue's rows: seeded from the model store, edited in the admin, read anew for every job."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from models_store.catalogue.limits import (
    LENGTH_SECONDS,
    NARROWEST_REGISTER,
    OCTAVES,
    PITCH,
    PROGRAM,
    QPM,
    TEMPERATURE,
)
from web.catalogue.bounds import own_bound, within
from web.catalogue.services.ranges import defaults_out_of_range
from web.catalogue.translated import Translated
from web.catalogue.validators import check_grooves, check_icon, check_progressions, check_sections, check_touch


class Style(Translated):
    """What a listener picks first; its first type is the default.

    Attributes:
        playable_types: Those that listeners are offered; of styles that come from `playable_styles` alone.
    """

    playable_types: list[Type]

    slug = models.SlugField(unique=True)
    icon = models.CharField(
        max_length=80,
        blank=True,
        validators=[check_icon],
        help_text="A Bootstrap Icons name, such as music-note-beamed.",
    )
    position = models.PositiveIntegerField(default=0, help_text="Styles are shown from the lowest to the highest.")
    is_enabled = models.BooleanField(
        "published",
        default=False,
        help_text="Listeners are offered it. Rather than delete a shipped style clear this: deleted ones are seeded "
        "anew.",
    )

    class Meta:
        ordering = ("position", "slug")

    def __str__(self) -> str:
        return self.name


class Model(models.Model):
    """A network by name; which of its versions plays is the operator's choice."""

    name = models.SlugField(unique=True)
    active_version = models.ForeignKey(
        "ModelVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The version that plays from the next job on.",
    )

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        active = self.active_version
        if active is not None and active.model_id != self.pk:
            raise ValidationError({"active_version": f"{active} is not a version of {self.name}."})


class ModelVersion(models.Model):
    """One bundle, down to its bytes; never changed once it is known."""

    model = models.ForeignKey(Model, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    config = models.CharField(max_length=80, help_text="Magenta's config id, which fixes the encoding.")
    sha256 = models.CharField(max_length=64)
    description = models.TextField(blank=True)
    card = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("model__name", "-version")
        constraints = (models.UniqueConstraint(fields=("model", "version"), name="unique_version_of_model"),)

    def __str__(self) -> str:
        return f"{self.model.name} version {self.version}"


class Type(Translated):
    """An arrangement within a style: who plays, and what is done where nothing was asked.

    Attributes:
        preview: The newest piece that was made of it in the admin.
    """

    style = models.ForeignKey(Style, on_delete=models.CASCADE, related_name="types")
    slug = models.SlugField()
    position = models.PositiveIntegerField(default=0, help_text="The lowest is the style's default.")
    is_enabled = models.BooleanField("published", default=False, help_text="Listeners are offered it, if its style is.")
    qpm = models.FloatField("default quarter notes per minute", validators=within(QPM))
    lowest_qpm, highest_qpm = own_bound(QPM), own_bound(QPM)
    default_length_seconds = models.FloatField(validators=within(LENGTH_SECONDS))
    shortest_length_seconds, longest_length_seconds = own_bound(LENGTH_SECONDS), own_bound(LENGTH_SECONDS)
    default_temperature = models.FloatField(validators=within(TEMPERATURE))
    lowest_temperature, highest_temperature = own_bound(TEMPERATURE), own_bound(TEMPERATURE)
    has_start_pitch = models.BooleanField("may be given a starting pitch", default=False)
    closes = models.BooleanField(
        "ends on its tonic", default=False, help_text="It is laid out in sections, and its last bar is an ending."
    )
    progressions = models.CharField(
        max_length=50, blank=True, validators=[check_progressions], help_text="From which its chords are drawn."
    )
    grooves = models.CharField(
        max_length=200,
        blank=True,
        validators=[check_grooves],
        help_text="That its drums may be given; slugs with spaces between them.",
    )
    preview = models.ForeignKey(
        "jobs.Job", on_delete=models.SET_NULL, null=True, editable=False, related_name="previewed_types"
    )

    class Meta:
        ordering = ("style__position", "position", "slug")
        constraints = (models.UniqueConstraint(fields=("style", "slug"), name="unique_type_of_style"),)

    def __str__(self) -> str:
        return f"{self.style.name}: {self.name}"

    def clean(self) -> None:
        if wrong := defaults_out_of_range(self):
            raise ValidationError(wrong)


class Part(models.Model):
    """One instrument of a type."""

    type = models.ForeignKey(Type, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField(default=0)
    role = models.CharField(max_length=40, help_text="The name of its MIDI track.")
    model = models.ForeignKey(Model, on_delete=models.PROTECT, related_name="parts")
    program = models.PositiveSmallIntegerField(
        "General MIDI program", default=0, validators=[MaxValueValidator(PROGRAM.maximum)]
    )
    is_drum = models.BooleanField("plays the drum kit", default=False)
    octaves = models.SmallIntegerField(
        default=0,
        validators=[MinValueValidator(OCTAVES.minimum), MaxValueValidator(OCTAVES.maximum)],
        help_text="By how many it sounds above what its network plays.",
    )
    voicing = models.CharField(
        max_length=10,
        default="line",
        choices=[
            ("line", "the notes themselves"),
            ("fifths", "root and fifth of the sounding chord at each note"),
            ("chords", "the sounding chord at each note"),
        ],
    )
    touch = models.CharField(
        max_length=50, blank=True, validators=[check_touch], help_text="Whose velocity and timing drum hits are given."
    )
    lowest_pitch = models.PositiveSmallIntegerField(
        default=PITCH.minimum, validators=[MaxValueValidator(PITCH.maximum)], help_text="As it sounds."
    )
    highest_pitch = models.PositiveSmallIntegerField(
        default=PITCH.maximum, validators=[MaxValueValidator(PITCH.maximum)], help_text="As it sounds."
    )
    render_chords = models.BooleanField("its chords are heard", default=False)
    sections = models.CharField(
        max_length=200,
        blank=True,
        validators=[check_sections],
        help_text="Those in which it plays, with spaces between them: intro A B fill ending. Empty for all; but drums "
        "leave fills to who plays those alone.",
    )

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.role

    def clean(self) -> None:
        if self.highest_pitch - self.lowest_pitch < NARROWEST_REGISTER:
            raise ValidationError({"highest_pitch": "A register must hold an octave."})
