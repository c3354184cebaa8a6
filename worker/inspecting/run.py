"""One inspection, in a process of its own: whatever is in the file, the worker goes on."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from typing import IO, Final

from celery.exceptions import Reject

from worker.contract.attempts import begin_inspection, hand_back_inspection
from worker.contract.inspection import Report, UploadStatus, read_reports, write_report
from worker.process import leases, redis
from worker.rendering.run import ending

logger = logging.getLogger(__name__)

MAX_INSPECTIONS: Final = 3
TIME_LIMIT_SECONDS: Final = 900
POLL_SECONDS: Final = 0.2
_LOG_TAIL: Final = 2000
# Memory is what ends networks early; a process that asks for more than it may have ends in one of these ways.
_ENVIRONMENT: Final = {"CUDA_VISIBLE_DEVICES": "-1", "MALLOC_ARENA_MAX": "2", "TF_CPP_MIN_LOG_LEVEL": "3"}

_one_at_a_time: Final = threading.Lock()


def inspect_upload(upload_id: str, config_id: str, held_out: str) -> None:
    """Inspects an upload; its report says how that went.

    Raises:
        Reject: The worker ends; the message goes back to the queue.
    """
    lease = f"upload:{upload_id}"
    if not leases().hold_at_once(lease):
        logger.info("upload %s is being inspected already", upload_id)
        return
    try:
        if not _is_done(upload_id):
            with _one_at_a_time:
                write_report(redis(), upload_id, _inspected(upload_id, config_id, held_out))
    finally:
        leases().release(lease)


def _is_done(upload_id: str) -> bool:
    report = read_reports(redis(), [upload_id]).get(upload_id)
    return report is not None and report.status.is_final


def _inspected(upload_id: str, config_id: str, held_out: str) -> Report:
    if begin_inspection(redis(), upload_id) > MAX_INSPECTIONS:
        return Report(UploadStatus.REJECTED, f"{MAX_INSPECTIONS} workers were lost over the file")
    write_report(redis(), upload_id, Report(UploadStatus.INSPECTING))
    command = [sys.executable, "-m", "worker.inspecting", upload_id, config_id, held_out]
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as log:
        child = subprocess.Popen(command, stdout=said, stderr=log, env={**os.environ, **_ENVIRONMENT})
        try:
            _wait(child, upload_id)
        finally:
            child.kill()
            code = child.wait()
        return _report(code, said, log)


def _wait(child: subprocess.Popen[bytes], upload_id: str) -> None:
    """Until it has ended, or had its time."""
    deadline = time.monotonic() + TIME_LIMIT_SECONDS
    while child.poll() is None and time.monotonic() < deadline:
        if ending.wait(POLL_SECONDS):
            hand_back_inspection(redis(), upload_id)
            raise Reject(f"the inspection of upload {upload_id}: this worker ends", requeue=True)


def _report(code: int, said: IO[bytes], log: IO[bytes]) -> Report:
    said.seek(0)
    lines = said.read().decode(errors="replace").splitlines()
    try:
        if code == 0:
            return Report.from_json(lines[-1])
    except (IndexError, ValueError):
        code = -1
    log.seek(0)
    logger.warning("an inspection ended with code %d: %s", code, log.read().decode(errors="replace")[-_LOG_TAIL:])
    is_out_of_time = code in (-signal.SIGKILL, -signal.SIGXCPU)
    why = "took more time than any network may" if is_out_of_time else "could not be finished: it may be too large"
    return Report(UploadStatus.REJECTED, f"the inspection {why}")
