"""What the operator has chosen for the whole service."""

from __future__ import annotations

from typing import Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from web.operate.validators import check_quota

ONLY: Final = 1
_JOBS = (MinValueValidator(1), MaxValueValidator(1_000_000))


class Rules(models.Model):
    """One row; what is empty in it is as the environment says.

    Attributes:
        queue_limit: Jobs queued or running at once before a new one is refused.
        client_jobs_limit: The same of one listener.
        create_quota: Pieces that one address may ask for, as "amount/seconds".
        banner: What everybody reads at the top of every page.
    """

    queue_limit = models.PositiveIntegerField(
        "jobs at once",
        null=True,
        blank=True,
        validators=_JOBS,
        help_text="Jobs waiting or under way before a new one is refused. Empty: as the service was started.",
    )
    client_jobs_limit = models.PositiveIntegerField(
        "jobs at once for one listener",
        null=True,
        blank=True,
        validators=_JOBS,
        help_text="Empty: as the service was started.",
    )
    create_quota = models.CharField(
        "pieces one address may ask for",
        max_length=20,
        blank=True,
        validators=[check_quota],
        help_text="Amount and seconds, such as 60/60 for sixty a minute. Empty: as the service was started.",
    )
    banner = models.CharField(
        max_length=200, blank=True, help_text="One line at the top of every page. Empty: nothing is shown."
    )

    class Meta:
        verbose_name = verbose_name_plural = "limits and banner"
        permissions = (("drain_workers", "Can drain and wake workers"),)

    def __str__(self) -> str:
        return "Limits and banner"
