"""Uploads as receiving and inspecting leave them."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.utils import timezone

from web.catalogue.services.store import uploads
from web.uploads.models import Upload
from web.uploads.services.report import apply_report
from worker.contract.inspection import Inspection, Report, UploadStatus

BUNDLE = b"a bundle that a worker wrote"
FOUND = Inspection(
    config="performance_with_dynamics",
    description="A piano that was uploaded",
    layers=(64, 32),
    attention_length=0,
    parameters=12_345,
    bytes=len(BUNDLE),
    sha256=hashlib.sha256(BUNDLE).hexdigest(),
    sample_notes=20,
    events_per_second=1_000.0,
)


def add_upload(age: timedelta = timedelta(), **fields: Any) -> Upload:
    """Received `age` ago."""
    at = timezone.now() - age
    known = {"model_name": "piano_performance", "file_name": "mine.mag", "bytes": 4, "sha256": "0" * 64}
    upload = Upload(**{**known, "created_at": at, "sent_at": at, **fields})
    uploads().receive(str(upload.pk), ".mag").write_bytes(b"sent")
    upload.save()
    return upload


def add_inspected(found: Inspection = FOUND, **fields: Any) -> Upload:
    upload = add_upload(**fields)
    uploads().bundle(str(upload.pk)).write_bytes(BUNDLE)
    assert apply_report(upload, Report(UploadStatus.INSPECTED, found=found))
    upload.refresh_from_db()
    return upload
