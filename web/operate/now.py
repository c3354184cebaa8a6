"""The service at this moment, and the hour before it."""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from redis.exceptions import RedisError

from web.config.recent import Recent
from web.config.redis import broker_client, redis_client
from web.jobs.models import Job
from web.jobs.services.queue_state import queue_now
from web.operate.crew import crew
from web.operate.hour import ENDED_ILL, HOUR, Hour, errors_since
from web.operate.plot import Plot
from web.operate.spread import Spread
from worker.contract.live_audio import first_sounds
from worker.contract.queues import RENDER_QUEUE
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from web.jobs.services.queue_state import QueueNow
    from web.operate.crew import Member

logger = logging.getLogger(__name__)

# However many operators watch.
KNOWN_SECONDS: Final = 2.0
# A rate over a few minutes neither jumps nor lags.
RATE_MINUTES: Final = 5


@dataclass(frozen=True, slots=True)
class Broker:
    """What Redis knows.

    Attributes:
        rendering: Pieces whose audio waits for a worker.
        first_sound: From the request to the first sound of the last pieces; None where nobody knows.
    """

    rendering: int
    crew: list[Member]
    first_sound: Spread | None


@dataclass(frozen=True, slots=True)
class Now:
    """A look at it.

    Attributes:
        broker: None while Redis is away.
        jobs_a_minute: Pieces finished, over the last minutes.
        errors: Of the last hour: code and number.
    """

    queue: QueueNow
    broker: Broker | None
    jobs_a_minute: float
    wait: Spread | None
    errors: list[tuple[str, int]]
    plots: list[Plot]


def _look() -> Now:
    hour = Hour.before(timezone.now())
    finished = hour.ended(JobStatus.SUCCEEDED)
    rate = sum(finished[-RATE_MINUTES:]) / RATE_MINUTES
    plots = [
        Plot("Pieces finished", "a minute", finished),
        Plot("Longest wait before a piece began", "seconds", hour.longest_waits()),
        Plot("Pieces that failed", "a minute", hour.ended(*ENDED_ILL), is_bad=True),
    ]
    return Now(queue_now(), _broker(), rate, Spread.of(hour.waits()), errors_since(hour.now - HOUR), plots)


def _broker() -> Broker | None:
    redis = redis_client()
    try:
        sounds = first_sounds(redis)
        return Broker(int(broker_client().llen(RENDER_QUEUE)), crew(redis), _first_sound(sounds))
    except RedisError as error:
        logger.warning("the dashboard lacks what Redis knows: %s", error)
        return None


def _first_sound(sounds: dict[str, float]) -> Spread | None:
    """Of pieces that were rendered as they were made: others are heard when somebody asks."""
    jobs = Job.objects.filter(pk__in=[uuid.UUID(job_id) for job_id in sounds], audio_asked_attempt=0)
    asked = jobs.values_list("pk", "created_at")
    return Spread.of(max(0.0, sounds[str(pk)] - created_at.timestamp()) for pk, created_at in asked)


look: Final = Recent(_look, KNOWN_SECONDS)
