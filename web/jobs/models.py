"""Jobs and their files as the database knows them."""

from __future__ import annotations

import secrets
import uuid
from typing import Final

from django.db import models
from django.db.models.fields.json import KT

from worker.contract.queues import GENERATE_QUEUE
from worker.contract.status import AudioStatus, JobStatus

_SHARE_ID_BYTES: Final = 12


def new_share_id() -> str:
    """96 random bits, as 16 characters that an address can hold."""
    return secrets.token_urlsafe(_SHARE_ID_BYTES)


class Job(models.Model):
    """One request and what became of it.

    Written at submission, by a caller's cancel, and else by ingest and its sweeps alone; each change of status is a
    compare-and-set.

    Attributes:
        id: Unguessable, and so the only right that is needed to see the job, to stop and to erase it.
        share_id: Unguessable too, and the right to see and hear the piece; no other.
        spec: The message as it was sent, to be sent again as it is.
        deadline_at: What has not begun by then ends `expired`.
        version: Grows with every visible change.
        client: Who asked, by the token that browser or program was given; empty where nobody said.
        client_network: Where from, as a prefix of addresses.
        variations: The ids of all jobs of one request for several, in their order; null for a single one.
        parent: The piece this one goes on from.
        queue: Where its message waits, and is sent again to.
        style: Out of `resolved`, to look for.
        engine: What made the music, as the worker said.
        audio_asked_attempt: The newest run whose audio was sent to be rendered because somebody asked for it; 0 where
            nobody did.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    share_id = models.CharField(max_length=16, unique=True, default=new_share_id, editable=False)
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
    audio_asked_attempt = models.PositiveIntegerField(default=0)
    engine = models.CharField(max_length=80, default="")
    client = models.CharField(max_length=40, default="")
    client_network = models.CharField(max_length=50, default="")
    variations = models.JSONField(null=True)
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="children")
    cancel_requested_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    deadline_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    style = models.GeneratedField(
        expression=KT("resolved__style"), output_field=models.CharField(max_length=80), db_persist=True
    )
    queue = models.CharField(max_length=80, default=GENERATE_QUEUE, db_default=GENERATE_QUEUE)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-created_at",)
        permissions = (("operate_job", "Can cancel, retry and erase jobs"),)
        indexes = (
            models.Index(fields=("status", "created_at")),
            models.Index(fields=("client", "-created_at", "id")),
            models.Index(fields=("-created_at", "-id")),
            models.Index(fields=("style", "-created_at", "-id")),
        )

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


class IdempotencyKey(models.Model):
    """A caller's own name for a request, by which a repeated one is recognised for a day.

    Attributes:
        scope: The caller; two callers may use the same key.
        body_sha256: Of the request as canonical JSON.
    """

    scope = models.CharField(max_length=64)
    key = models.CharField(max_length=255)
    body_sha256 = models.CharField(max_length=64)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="idempotency_keys")
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("scope", "key"), name="unique_key_of_scope"),)

    def __str__(self) -> str:
        return self.key
