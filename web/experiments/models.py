"""Experiments, and what is counted for them."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from web.catalogue.models import Model, ModelVersion
from web.catalogue.services.offered import offered
from web.jobs.models import Job

if TYPE_CHECKING:
    from web.catalogue.services.offered import Offered

_TOKEN_BYTES: Final = 12
IS_RUNNING: Final = Q(started_at__isnull=False, ended_at__isnull=True)


def new_compare_token() -> str:
    """96 random bits, as 16 characters that an address can hold."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


class State(models.TextChoices):
    """How an experiment stands; it only goes on, from each to the next."""

    DRAFT = "draft"
    RUNNING = "running"
    ENDED = "ended"


class Arm(models.TextChoices):
    """One of the two versions."""

    A = "A"
    B = "B"


class Experiment(models.Model):
    """Two versions of a model, which all parts that name it play while it runs: each listener hears one of them.

    Attributes:
        model: That of both versions.
        compare_token: In the address of the page for blind listening, and the right to see it.
    """

    model = models.ForeignKey(Model, on_delete=models.CASCADE, related_name="experiments", editable=False)
    version_a = models.ForeignKey(
        ModelVersion, models.PROTECT, related_name="+", verbose_name="version A", help_text="What plays now."
    )
    version_b = models.ForeignKey(
        ModelVersion, models.PROTECT, related_name="+", verbose_name="version B", help_text="What may be better."
    )
    share_of_b_percent = models.PositiveSmallIntegerField(
        "share of B in percent",
        default=50,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text="Of all listeners; the others hear A. Halves need the fewest ratings.",
    )
    compare_token = models.CharField(max_length=16, unique=True, default=new_compare_token, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(fields=("model",), condition=IS_RUNNING, name="one_experiment_of_model_at_a_time"),
        )

    def __str__(self) -> str:
        return f"{self.model.name}: version {self.version_a.version} or {self.version_b.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.model = self.version_a.model
        super().save(*args, **kwargs)

    def clean(self) -> None:
        versions = [self.version_a, self.version_b] if self.version_a_id and self.version_b_id else []
        if len({version.pk for version in versions}) == 1:
            raise ValidationError({"version_b": "Choose another version than A."})
        if len({version.model_id for version in versions}) > 1:
            raise ValidationError({"version_b": f"Choose a version of {self.version_a.model.name}, as A is."})
        playing = [self.version_a.model.active_version] if versions else []
        if len({_hears(version) for version in (*versions, *playing) if version}) > 1:
            raise ValidationError({"version_b": "Choose versions that can be told the same as the one that plays now."})

    @property
    def state(self) -> State:
        if self.ended_at:
            return State.ENDED
        return State.RUNNING if self.started_at else State.DRAFT

    def version_of(self, arm: Arm) -> ModelVersion:
        return self.version_a if arm is Arm.A else self.version_b


def _hears(version: ModelVersion) -> Offered:
    return offered([(False, version.config)], start_pitch=False, grooves=())


class Trial(models.Model):
    """A job in which a version was tried; it outlives the job, and holds neither its music nor who asked for it.

    Attributes:
        listener: Who asked, by a number that only tells the listeners of one experiment apart.
        status: The job's last one; empty until it has ended.
        stars: The sum of all ratings of the piece.
        was_heard: Whether it was played to the end.
        was_regenerated: Whether it was gone on from, or made once more.
    """

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="trials")
    arm = models.CharField(max_length=1, choices=Arm.choices)
    job_id = models.UUIDField(db_index=True)
    listener = models.CharField(max_length=16)
    status = models.CharField(max_length=16, blank=True)
    ratings = models.PositiveIntegerField(default=0)
    stars = models.PositiveIntegerField(default=0)
    was_heard = models.BooleanField(default=False)
    was_downloaded = models.BooleanField(default=False)
    was_regenerated = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("experiment", "job_id"), name="unique_job_of_experiment"),)

    def __str__(self) -> str:
        return f"{self.job_id} by {self.arm}"


class Pair(models.Model):
    """The same piece by both versions, for blind listening."""

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="pairs")
    job_a = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    job_b = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"pair {self.pk}"


class Vote(models.Model):
    """What somebody thought of a pair.

    Attributes:
        listener: Who, by a number that only tells the listeners of one pair apart.
        preferred: The better one; empty where there was no difference.
    """

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="votes")
    listener = models.CharField(max_length=16)
    preferred = models.CharField(max_length=1, choices=Arm.choices, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("pair", "listener"), name="unique_vote_of_listener"),)

    def __str__(self) -> str:
        return self.preferred or "no difference"
