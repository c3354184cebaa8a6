"""What workers say of uploads, written to the database; and what is done about those of which nobody says anything."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from web.catalogue.services.store import uploads
from web.config.redis import redis_client
from web.jobs.services.send import put_on_queue
from web.uploads.models import Upload
from worker.contract.inspection import PREDECESSORS, Report, UploadStatus, read_reports
from worker.contract.queues import INSPECT_QUEUE, INSPECT_TASK

if TYPE_CHECKING:
    from datetime import datetime

SEND_AGAIN_AFTER: Final = timedelta(minutes=2)
GIVEN_UP_AFTER: Final = timedelta(hours=1)
_UNDER_WAY: Final = (UploadStatus.UPLOADED, UploadStatus.INSPECTING)
_SILENCE: Final = Report(
    UploadStatus.REJECTED, "no worker finished looking at it within an hour; see that one runs, and upload it again"
)


def send(upload: Upload) -> None:
    """Has a worker inspect the upload; sent twice it is inspected once.

    Raises:
        QueueUnavailableError: The message could not be handed over.
    """
    upload_id = str(upload.pk)
    put_on_queue(INSPECT_TASK, [upload_id, upload.config, upload.held_out], f"inspect:{upload_id}", INSPECT_QUEUE)


def collect_reports(now: datetime) -> int:
    """Writes down what workers have said since; returns how many uploads have changed."""
    under_way = list(Upload.objects.filter(status__in=_UNDER_WAY))
    reports = read_reports(redis_client(), [str(upload.pk) for upload in under_way])
    changed = 0
    for upload in under_way:
        report = reports.get(str(upload.pk))
        if (report is None or not report.status.is_final) and now - upload.created_at > GIVEN_UP_AFTER:
            report = _SILENCE
        if report is not None:
            changed += apply_report(upload, report)
        elif now - upload.sent_at > SEND_AGAIN_AFTER:
            Upload.objects.filter(pk=upload.pk).update(sent_at=now)
            send(upload)
    return changed


def apply_report(upload: Upload, report: Report) -> bool:
    """Moves the upload on, where it may go there; of a rejected one no file is left, else what was made of it."""
    found = report.found and asdict(report.found)
    rows = Upload.objects.filter(pk=upload.pk, status__in=PREDECESSORS[report.status])
    if not rows.update(status=report.status, reason=report.reason, found=found):
        return False
    if report.status is UploadStatus.REJECTED:
        uploads().delete(str(upload.pk))
    elif report.status is UploadStatus.INSPECTED:
        uploads().sent(str(upload.pk)).unlink(missing_ok=True)
    return True
