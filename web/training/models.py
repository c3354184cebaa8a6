"""Training runs as the database knows them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from web.catalogue.models import Style, Type
from web.training.card import Card
from web.training.curve import Point


class Run(models.Model):
    """A finished run, as its files told of it when somebody registered it; never changed afterwards.

    Attributes:
        style: Null when that style was deleted.
        type: Of the style; null where the network is for all of its types.
        sha256: Of the bundle that the run left, by which its upload and its version are found.
        card: As JSON.
        curve: As JSON, a point for each look at validation.
    """

    style = models.ForeignKey(Style, models.SET_NULL, null=True, related_name="runs")
    type = models.ForeignKey(Type, models.SET_NULL, null=True, blank=True, related_name="runs")
    model_name = models.SlugField("model")
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    card = models.JSONField()
    curve = models.JSONField()
    registered_at = models.DateTimeField(auto_now_add=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("-registered_at",)
        verbose_name = "training run"

    def __str__(self) -> str:
        return f"{self.model_name}, {self.sha256[:12]}"

    @property
    def told(self) -> Card:
        return Card(**self.card)

    @property
    def points(self) -> list[Point]:
        return [Point(**point) for point in self.curve]
