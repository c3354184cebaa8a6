"""Removes results whose time is over, rows and files together."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from web.jobs.models import Job
from web.jobs.services.results import result_store
from worker.contract.status import FINAL

if TYPE_CHECKING:
    from datetime import datetime

logger = logging.getLogger(__name__)

BATCH: Final = 200


def prune_expired(now: datetime) -> int:
    """Removes up to 200 expired jobs; returns how many.

    Files go first: should this stop in between, or the store be away, the row is still there to be found and removed
    the next time.
    """
    expired = list(Job.objects.filter(status__in=FINAL, expires_at__lt=now)[:BATCH])
    for pruned, job in enumerate(expired):
        try:
            result_store().delete(str(job.id))
        except OSError:
            logger.exception("results whose time is over stay for now")
            return pruned
        job.delete()
    return len(expired)
