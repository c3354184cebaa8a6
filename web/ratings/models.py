"""One listener's opinion of one piece."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from web.jobs.models import Job
from web.ratings.limits import MAX_COMMENT_CHARACTERS, STARS


class Rating(models.Model):
    """Which models played, down to their versions, is in the job's `resolved`; with the job the rating goes.

    Attributes:
        client: Who thinks so, by the token that browser or program was given.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="ratings")
    client = models.CharField(max_length=40)
    stars = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(STARS.minimum), MaxValueValidator(STARS.maximum)]
    )
    comment = models.CharField(max_length=MAX_COMMENT_CHARACTERS, blank=True)
    is_hidden = models.BooleanField(
        "hidden", default=False, help_text="Counts for nothing, and nobody but an operator sees it."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-updated_at",)
        indexes = (models.Index(fields=("-updated_at", "-id")),)
        constraints = (models.UniqueConstraint(fields=("job", "client"), name="unique_rating_of_client"),)

    def __str__(self) -> str:
        return f"{self.stars} of {STARS.maximum}"
