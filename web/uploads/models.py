"""Uploaded networks as the database knows them."""

from __future__ import annotations

import uuid

from django.db import models

from web.catalogue.models import ModelVersion
from worker.contract.inspection import Inspection, UploadStatus


class Upload(models.Model):
    """One file, and what a worker said of it.

    Attributes:
        id: Also the name of the folder in which its files lie.
        reason: Why it was rejected.
        found: What is in it, as JSON; null until it is inspected.
        version: What became of it; null until it is activated, or when that version was deleted.
        sent_at: When a worker was last asked to inspect it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    model_name = models.SlugField("model")
    file_name = models.CharField("file", max_length=200)
    bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField("SHA-256", max_length=64)
    config = models.CharField("kind of network", max_length=80, blank=True)
    held_out = models.CharField("measured on", max_length=80, blank=True)
    status = models.CharField(
        max_length=16, choices=[(status, status) for status in UploadStatus], default=UploadStatus.UPLOADED
    )
    reason = models.TextField(blank=True)
    found = models.JSONField(null=True)
    version = models.OneToOneField(ModelVersion, on_delete=models.SET_NULL, null=True, related_name="upload")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at",)
        indexes = (models.Index(fields=("status",)),)

    def __str__(self) -> str:
        return f"{self.file_name} for {self.model_name}"

    @property
    def inspection(self) -> Inspection | None:
        return None if self.found is None else Inspection.from_json(self.found)

    @property
    def is_under_way(self) -> bool:
        return not UploadStatus(self.status).is_final

    @property
    def can_be_activated(self) -> bool:
        return self.status == UploadStatus.INSPECTED and self.version_id is None
