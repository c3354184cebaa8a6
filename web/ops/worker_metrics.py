"""What workers say of themselves by Redis: nothing needs to reach them."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

from web.jobs.services.lanes import all_generation_queues
from worker.contract import gauges
from worker.contract.liveness import workers_seen
from worker.contract.queues import RENDER_QUEUE
from worker.contract.totals import FIRST_NOTE_BOUNDS_SECONDS, MEANINGS, Total, totals_told

if TYPE_CHECKING:
    from prometheus_client import Metric
    from redis import Redis


def of_workers(redis: Redis) -> list[Metric]:
    """Sums of what all have done, of those too that are gone, and what each of those that live holds."""
    sums = totals_told(redis)
    first_note = _first_note(sums.pop(Total.FIRST_NOTE_SECONDS))
    return [*(_sum(total, amounts) for total, amounts in sums.items()), first_note, *_held(redis)]


def _sum(total: Total, amounts: dict[str, float]) -> Metric:
    meaning = MEANINGS[total]
    labels = [meaning.label] if meaning.label else []
    family = CounterMetricFamily(f"cadenza_{total}", meaning.text, labels=labels)
    for label, amount in (amounts if labels else {"": 0.0, **amounts}).items():
        family.add_metric([label] if labels else [], amount)
    return family


def _first_note(amounts: dict[str, float]) -> Metric:
    bounds = [str(bound) for bound in FIRST_NOTE_BOUNDS_SECONDS]
    within = accumulate(amounts.get(bound, 0.0) for bound in bounds)
    buckets = [(bound.replace("inf", "+Inf"), count) for bound, count in zip(bounds, within, strict=True)]
    name, text = f"cadenza_{Total.FIRST_NOTE_SECONDS}", MEANINGS[Total.FIRST_NOTE_SECONDS].text
    return HistogramMetricFamily(name, text, buckets=buckets, sum_value=amounts.get("", 0.0))


def _held(redis: Redis) -> list[Metric]:
    queues = (*all_generation_queues(), RENDER_QUEUE)
    names = sorted({worker.name for queue in queues for worker in workers_seen(redis, queue)})
    families = {
        gauge: GaugeMetricFamily(f"cadenza_worker_{gauge}", text, labels=["worker"])
        for gauge, text in gauges.MEANINGS.items()
    }
    for name, values in gauges.gauges_told(redis, names).items():
        for gauge, value in values.items():
            families[gauge].add_metric([name], value)
    return list(families.values())
