"""What a worker says of an upload is written down once, and silence ends it too."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from tests.unit.web.uploads.builders import FOUND, add_inspected, add_upload
from web.catalogue.services.store import uploads
from web.uploads.services.report import apply_report, collect_reports
from worker.contract.inspection import Report, UploadStatus, write_report
from worker.contract.queues import INSPECT_QUEUE

if TYPE_CHECKING:
    from redis import Redis

pytestmark = pytest.mark.django_db


def collect() -> int:
    return collect_reports(timezone.now())


def test_an_upload_goes_from_waiting_through_inspection_to_what_was_found(redis: Redis) -> None:
    upload = add_upload()
    assert collect() == 0
    for report in (Report(UploadStatus.INSPECTING), Report(UploadStatus.INSPECTED, found=FOUND)):
        write_report(redis, str(upload.pk), report)
        assert (collect(), collect()) == (1, 0)
        upload.refresh_from_db()
        assert upload.status == report.status
    assert upload.inspection == FOUND


def test_of_a_rejected_upload_the_reason_is_left_and_no_file(redis: Redis) -> None:
    upload = add_upload()
    write_report(redis, str(upload.pk), Report(UploadStatus.REJECTED, "it is no bundle"))
    collect()
    upload.refresh_from_db()
    assert (upload.status, upload.reason) == ("rejected", "it is no bundle")
    assert not uploads().folder(str(upload.pk)).exists()


@pytest.mark.parametrize("late", [UploadStatus.INSPECTING, UploadStatus.REJECTED])
def test_what_was_inspected_stays_so_whatever_comes_late(late: UploadStatus) -> None:
    upload = add_inspected()
    assert not apply_report(upload, Report(late, "late"))
    upload.refresh_from_db()
    assert upload.status == UploadStatus.INSPECTED
    assert uploads().bundle(str(upload.pk)).exists()


def test_an_upload_that_nobody_took_is_sent_again_and_at_last_given_up(redis: Redis) -> None:
    add_upload(timedelta(minutes=3))
    assert (collect(), collect()) == (0, 0)
    assert redis.llen(INSPECT_QUEUE) == 1
    old = add_upload(timedelta(hours=2))
    write_report(redis, str(old.pk), Report(UploadStatus.INSPECTING))
    assert collect() == 1
    old.refresh_from_db()
    assert "see that one runs" in old.reason


def test_files_go_with_their_row(redis: Redis, django_capture_on_commit_callbacks: Any) -> None:
    upload = add_upload()
    folder = uploads().folder(str(upload.pk))
    with django_capture_on_commit_callbacks(execute=True):
        upload.delete()
    assert not folder.exists()


@pytest.mark.parametrize("count", [1, 20])
def test_a_look_for_reports_asks_the_database_once(redis: Redis, django_assert_num_queries: Any, count: int) -> None:
    for _ in range(count):
        add_upload()
    with django_assert_num_queries(1):
        collect()
