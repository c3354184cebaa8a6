"""The outbox sweep: sends again what was committed and is nowhere to be found.

A job under way waits in the queue, or a worker holds it and says so every few seconds. One of which neither has been
true for a while is lost: web died between commit and send, Redis lost its data, or a worker's message with the worker.
What is sent again begins as the run after the last one that the database knows, so that no run's number comes twice.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from web.config.redis import broker_client, redis_client
from web.jobs.models import Job
from web.jobs.services.apply import apply_event
from web.jobs.services.ask_audio import awaited_audio
from web.jobs.services.messages import held_ids, waiting_ids
from web.jobs.services.send import send, send_to_render
from web.jobs.services.submit import UNDER_WAY
from worker.contract.journal import is_finished, read_journal
from worker.contract.lease import held
from worker.contract.logs import about
from worker.contract.queues import RENDER_QUEUE, render_task_id
from worker.contract.results import MP3_NAME
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

logger = logging.getLogger(__name__)

# Longer than the broker needs to hand a dead worker's message to another.
PATIENCE_SECONDS: Final = 20.0


@dataclass(slots=True)
class Outbox:
    """What was missed, and since when by the monotonic clock."""

    missed_since: dict[str, float] = field(default_factory=dict)
    monotonic: Callable[[], float] = time.monotonic

    def resend_lost(self, _now: datetime) -> int:
        """Sends again what has been missed for long enough; returns how many."""
        missing = {**_missing_pieces(), **_missing_audio()}
        now = self.monotonic()
        self.missed_since = {name: self.missed_since.get(name, now) for name in missing}
        lost = [name for name, since in self.missed_since.items() if now - since >= PATIENCE_SECONDS]
        for name in lost:
            job, again = missing[name]
            with about(str(job.pk)):
                again(job)
                logger.warning("sent again: %s", name)
            del self.missed_since[name]
        return len(lost)


Missing = dict[str, tuple[Job, "Callable[[Job], None]"]]


def _missing_pieces() -> Missing:
    """The queue is asked before the leases: what moves on meanwhile is seen twice rather than never."""
    jobs = {str(job.pk): job for job in Job.objects.filter(status__in=UNDER_WAY)}
    if not jobs:
        return {}
    redis = redis_client()
    waiting = [waiting_ids(broker_client(), queue) for queue in {job.queue for job in jobs.values()}]
    found = held(redis, jobs).union(*waiting)
    missing = jobs.keys() - found
    return {job_id: (jobs[job_id], _catch_up if is_finished(redis, job_id) else send) for job_id in missing}


def _catch_up(job: Job) -> None:
    """A job that has ended, of which the stream of changes lost word."""
    for _, event in read_journal(redis_client(), str(job.pk)):
        apply_event(event)


def _missing_audio() -> Missing:
    pieces = Job.objects.filter(awaited_audio(), status=JobStatus.SUCCEEDED)
    names = {render_task_id(str(job.pk), job.attempt, MP3_NAME): job for job in pieces}
    if not names:
        return {}
    broker = broker_client()
    found = waiting_ids(broker, RENDER_QUEUE) | held_ids(broker)
    return {name: (names[name], send_to_render) for name in names.keys() - found}
