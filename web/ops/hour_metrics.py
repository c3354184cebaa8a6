"""What the last hour was like for listeners, as the admin's first page has it too."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily

from web.jobs.models import Job
from web.operate.hour import HOUR
from web.operate.now import look

if TYPE_CHECKING:
    from prometheus_client import Metric

    from web.operate.spread import Spread


def of_hour() -> list[Metric]:
    """Gauges over a window, as the rows are pruned and a count of them may fall."""
    now = look()
    pace = GaugeMetricFamily("cadenza_pieces_per_minute", "Pieces finished, over the last minutes.", now.jobs_a_minute)
    errors = GaugeMetricFamily("cadenza_hour_errors", "Jobs of the last hour that failed or expired.", labels=["code"])
    for code, count in now.errors:
        errors.add_metric([code], count)
    wait = _spread("cadenza_wait_seconds", "From the request to the beginning, over the last hour.", now.wait)
    sound = now.broker.first_sound if now.broker else None
    first = _spread("cadenza_first_sound_seconds", "From the request to the first sound of the last pieces.", sound)
    return [pace, errors, _restarted(HOUR), wait, first]


def _restarted(since: timedelta) -> Metric:
    """A second run means that a worker was lost, handed back what it had, or that an operator asked for it."""
    count = Job.objects.filter(created_at__gt=timezone.now() - since, attempt__gt=1).count()
    return GaugeMetricFamily("cadenza_hour_restarted_jobs", "Jobs of the last hour that began more than once.", count)


def _spread(name: str, text: str, spread: Spread | None) -> Metric:
    """Without any piece it has no samples, rather than a zero that would look good."""
    series = GaugeMetricFamily(name, text, labels=["quantile"])
    if spread:
        series.add_metric(["0.5"], spread.p50)
        series.add_metric(["0.95"], spread.p95)
    return series
