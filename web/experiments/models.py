"""Experiments, and what is counted for them."""

from __future__ import annotations

import secrets
from typing import Final, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Prefetch, Q

from web.catalogue.models import Model, ModelVersion
from web.experiments.letters import LETTERS
from web.jobs.models import Job

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


class ExperimentQuerySet(models.QuerySet["Experiment"]):
    def with_arms(self) -> Self:
        """With all that is asked of an experiment's versions but their cards."""
        arms = Arm.objects.select_related("version__model").defer("version__card")
        return self.select_related("model").prefetch_related(Prefetch("arms", arms))


class Experiment(models.Model):
    """Versions of a model, which all parts that name it play while it runs: each listener hears one of them.

    Attributes:
        compare_token: In the address of the page for blind listening, and the right to see it.
    """

    model = models.ForeignKey(Model, on_delete=models.CASCADE, related_name="experiments")
    compare_token = models.CharField(max_length=16, unique=True, default=new_compare_token, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = ExperimentQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(fields=("model",), condition=IS_RUNNING, name="one_experiment_of_model_at_a_time"),
        )

    def __str__(self) -> str:
        return f"{self.model.name}: version {' or '.join(str(arm.version.version) for arm in self.arms.all())}"

    @property
    def state(self) -> State:
        if self.ended_at:
            return State.ENDED
        return State.RUNNING if self.started_at else State.DRAFT

    @property
    def is_fixed(self) -> bool:
        """Whether somebody has heard its versions, or may have."""
        return self.state is not State.DRAFT or self.pairs.exists()

    @property
    def lettered(self) -> dict[str, Arm]:
        """Its versions as everybody calls them; asks for them, unless the experiment came with them."""
        return dict(zip(LETTERS, self.arms.all(), strict=False))


class Arm(models.Model):
    """One version of an experiment; the first is A, and what plays now."""

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="arms")
    version = models.ForeignKey(ModelVersion, models.PROTECT, related_name="+")
    share_percent = models.PositiveSmallIntegerField(
        "share in percent",
        default=50,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text="Of all listeners. Equal shares need the fewest ratings.",
    )

    class Meta:
        ordering = ("pk",)
        verbose_name = "version on trial"
        verbose_name_plural = "versions on trial: A, B and so on"

    def __str__(self) -> str:
        return str(self.version)


class Trial(models.Model):
    """A job in which a version was tried; it outlives the job, and holds neither its music nor who asked for it.

    Attributes:
        arm: The version's letter.
        listener: Who asked, by a number that only tells the listeners of one experiment apart.
        status: The job's last one; empty until it has ended.
        stars: The sum of all ratings of the piece.
        was_heard: Whether it was played to the end.
        was_regenerated: Whether it was gone on from, or made once more.
    """

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="trials")
    arm = models.CharField(max_length=1)
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
    """The same piece by A and by another version, for blind listening.

    Attributes:
        arm: The letter of the other.
    """

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="pairs")
    job_a = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    arm = models.CharField(max_length=1)
    job_other = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"pair {self.pk}"


class Vote(models.Model):
    """What somebody thought of a pair.

    Attributes:
        listener: Who, by a number that only tells the listeners of one pair apart.
        preferred: The letter of the better one; empty where there was no difference.
    """

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="votes")
    listener = models.CharField(max_length=16)
    preferred = models.CharField(max_length=1, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("pair", "listener"), name="unique_vote_of_listener"),)

    def __str__(self) -> str:
        return self.preferred or "no difference"
