"""Jobs and their files as the database knows them."""

from __future__ import annotations

import uuid

from django.db import models

from worker.contract.status import AudioStatus, JobStatus


class Job(models.Model):
    """One request and what became of it.

    Written at submission, then by ingest and its sweeps alone, each write by compare-and-set on `status` and `attempt`.

    Attributes:
        id: Unguessable, and so the only right that is needed to see the job.
        spec: The message as it was sent, to be sent again as it is.
        sent_at: When the message was last sent; the sweep waits from here before it sends again.
        deadline_at: What has not begun by then ends `expired`; what has not ended, `failed`.
        version: Grows with every visible change.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    status = models.CharField(max_length=16, choices=[(status, status) for status in JobStatus])
    request = models.JSONField()
    resolved = models.JSONField()
    spec = models.JSONField()
    attempt = models.PositiveIntegerField(default=0)
    warnings = models.JSONField(default=list)
    error = models.JSONField(null=True)
    audio_status = models.CharField(
        max_length=16, choices=[(status, status) for status in AudioStatus], default=AudioStatus.PENDING
    )
    audio_error = models.JSONField(null=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    deadline_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-created_at",)
        indexes = (models.Index(fields=("status", "sent_at")),)

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_final(self) -> bool:
        return JobStatus(self.status).is_final

    @property
    def is_settled(self) -> bool:
        """Whether nothing of the job will change any more; audio comes after a piece that succeeded."""
        return self.is_final and self.audio_status != AudioStatus.PENDING


class ResultFile(models.Model):
    """A file of a job, whole in the result store.

    Attributes:
        attempt: Which run of the job stored it; a lower one never takes its place.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=40)
    media_type = models.CharField(max_length=40)
    bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    attempt = models.PositiveIntegerField()

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("job", "name"), name="unique_file_of_job"),)

    def __str__(self) -> str:
        return self.name
