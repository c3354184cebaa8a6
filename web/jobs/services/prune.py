"""Removes results whose time is over, rows and files together."""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from web.jobs.models import Job
from web.jobs.services.results import result_store
from worker.contract.status import FINAL

BATCH: Final = 200


def prune_expired() -> int:
    """Removes up to 200 expired jobs; returns how many.

    Files go first: should this stop in between, the row is still there to be found and removed the next time.
    """
    expired = list(Job.objects.filter(status__in=FINAL, expires_at__lt=timezone.now())[:BATCH])
    store = result_store()
    for job in expired:
        store.delete(str(job.id))
        job.delete()
    return len(expired)
