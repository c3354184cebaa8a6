"""`/metrics`: what Prometheus, and by it an autoscaler, is told."""

from __future__ import annotations

import itertools
import logging
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, cast

from django.db import DatabaseError, InterfaceError
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from web.config.recent import Recent
from web.config.redis import broker_client, redis_client
from web.jobs.models import Job
from web.jobs.services.lanes import all_generation_queues
from web.jobs.services.queue_state import queue_now
from web.jobs.services.submit import UNDER_WAY
from web.ops.hour_metrics import of_hour
from web.ops.inside import refusal_of
from web.ops.request_metrics import REGISTRY
from web.ops.worker_metrics import of_workers
from worker.contract.liveness import live_slots, live_workers
from worker.contract.queues import CHANGES_STREAM, INGEST_GROUP, RENDER_QUEUE
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prometheus_client import Metric

logger = logging.getLogger(__name__)

# However often somebody scrapes.
KNOWN_SECONDS: Final = 1.0


def metrics(request: HttpRequest) -> HttpResponse:
    """The text format of Prometheus; while a part is away, its series are missing and `cadenza_up` says so."""
    refusal = refusal_of(request)
    return refusal or HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


class JobsCollector(Collector):
    """Looks when it is asked, not before."""

    def collect(self) -> Iterator[Metric]:
        yield from _series()


def _look() -> list[Metric]:
    up = GaugeMetricFamily("cadenza_up", "Whether a part that web depends on answers.", labels=["part"])
    series: list[Metric] = [up]
    for part, ask in _PARTS.items():
        found = _answer_of(part, ask)
        up.add_metric([part], float(found is not None))
        series += found or ()
    return series


def _answer_of(part: str, ask: Callable[[], list[Metric]]) -> list[Metric] | None:
    try:
        return ask()
    except (DatabaseError, InterfaceError, RedisError) as error:
        logger.warning("no metrics of %s: %s", part, error)
        return None


def _of_database() -> list[Metric]:
    rows = Job.objects.order_by().values_list("status").annotate(Count("pk"), Min("created_at"))
    found = {status: (count, oldest) for status, count, oldest in rows}
    jobs = GaugeMetricFamily("cadenza_jobs", "Jobs that the database knows, until they are pruned.", labels=["status"])
    for status in JobStatus:
        jobs.add_metric([status], found[status][0] if status in found else 0)
    now = timezone.now()
    waited_since = found[JobStatus.QUEUED][1] if JobStatus.QUEUED in found else now
    waited = max(0.0, (now - waited_since).total_seconds())
    oldest = GaugeMetricFamily("cadenza_oldest_queued_seconds", "How long the oldest queued job has waited.", waited)
    return [jobs, oldest, _under_way(), *_demand(), *of_hour()]


def _under_way() -> Metric:
    """By queue, so that the workers of each lane and group can be scaled by what is theirs."""
    rows = Job.objects.filter(status__in=UNDER_WAY).order_by().values_list("queue", "status")
    counts = Counter(dict.fromkeys(itertools.product(all_generation_queues(), UNDER_WAY), 0))
    counts.update({(queue, status): number for queue, status, number in rows.annotate(Count("pk"))})
    family = GaugeMetricFamily("cadenza_queue_jobs", "Jobs queued or running.", labels=["queue", "status"])
    for labels, number in counts.items():
        family.add_metric(labels, number)
    return family


def _demand() -> list[Metric]:
    now = queue_now()
    if now.slots is None:
        return []
    # Without any worker each job counts as one worker's whole work, so that an autoscaler has a number to go by.
    demand = (now.queued + now.running) / max(1, now.slots)
    return [GaugeMetricFamily("cadenza_jobs_demand", "Jobs under way for each slot; over 1, some must wait.", demand)]


def _of_redis() -> list[Metric]:
    redis = redis_client()
    depth = GaugeMetricFamily("cadenza_queue_depth", "Messages that wait for a worker.", labels=["queue"])
    workers = GaugeMetricFamily("cadenza_workers", "Workers heard of lately.", labels=["queue"])
    slots = GaugeMetricFamily("cadenza_slots", "Jobs that those workers take at once.", labels=["queue"])
    for queue in (*all_generation_queues(), RENDER_QUEUE):
        depth.add_metric([queue], broker_client().llen(queue))
        workers.add_metric([queue], live_workers(redis, queue))
        slots.add_metric([queue], live_slots(redis, queue))
    return [depth, workers, slots, *_ingest_lag(), *of_workers(redis)]


def _ingest_lag() -> list[Metric]:
    """Entries that ingest has not been given yet, and those it has and did not acknowledge."""
    redis = redis_client()
    groups = cast("list[dict[str, Any]]", redis.xinfo_groups(CHANGES_STREAM) if redis.exists(CHANGES_STREAM) else [])
    # Redis does not know the lag after entries in the middle were deleted.
    known = [group for group in groups if group["name"] == INGEST_GROUP and group["lag"] is not None]
    lags = [group["lag"] + group["pending"] for group in known]
    return [GaugeMetricFamily("cadenza_ingest_lag_entries", "Changes not yet in the database.", lag) for lag in lags]


_PARTS: Final = {"database": _of_database, "redis": _of_redis}
_series: Final = Recent(_look, KNOWN_SECONDS)
REGISTRY.register(JobsCollector())
