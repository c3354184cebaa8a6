"""Removes results whose time is over, rows and files together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from web.jobs.models import Job
from web.jobs.services.results import result_store
from worker.contract.status import FINAL

if TYPE_CHECKING:
    from datetime import datetime

BATCH: Final = 200


def prune_expired(now: datetime) -> int:
    """Removes up to 200 expired jobs; returns how many.

    Files go first: should this stop in between, the row is still there to be found and removed the next time.
    """
    expired = list(Job.objects.filter(status__in=FINAL, expires_at__lt=now)[:BATCH])
    store = result_store()
    for job in expired:
        store.delete(str(job.id))
        job.delete()
    return len(expired)
