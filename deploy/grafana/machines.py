"""The panels of how the house does."""

from __future__ import annotations

from typing import Final

from deploy.grafana.panel import Panel, half_and_most, rate_of

# Every web process says the same of the jobs, so the largest of what they say is what is.
UNDER_WAY: Final = 'sum(max by (status) (cadenza_jobs{status=~"queued|running"}))'
REQUESTS: Final = "cadenza_http_request_seconds"

MACHINES: Final = (
    Panel(
        "Jobs for each slot",
        "Over 1 some must wait; KEDA keeps it at three quarters.",
        "percentunit",
        (("demand", "max(cadenza_jobs_demand)"),),
        red_from=1,
    ),
    Panel(
        "Workers",
        "Heard of in the last fifteen seconds and not drained.",
        "short",
        (("{{queue}}", "max by (queue) (cadenza_workers)"),),
    ),
    Panel(
        "Slots and jobs",
        "How many jobs the workers take at once, and how many there are.",
        "short",
        (("slots to {{queue}}", "max by (queue) (cadenza_slots)"), ("jobs", UNDER_WAY)),
    ),
    Panel(
        "How full batches are",
        "Rows by the room for rows, over all calls of the engine. Low with many jobs: they play many networks.",
        "percentunit",
        (("full", f"max({rate_of('engine_rows')}) / max({rate_of('engine_slots')})"),),
    ),
    Panel(
        "Events a second",
        "Decided by all generation workers together.",
        "short",
        (("events", f"max({rate_of('engine_events')})"),),
    ),
    Panel(
        "Calls, and engines busy",
        "Calls of networks a second, and how many engines were in one at any moment.",
        "short",
        (("calls", f"max({rate_of('engine_calls')})"), ("busy", f"max({rate_of('engine_seconds')})")),
    ),
    Panel(
        "Seconds rendered by a second of a core",
        "Below 1 a core cannot keep up with one listener.",
        "short",
        (("rendered", f"max({rate_of('audio_seconds')}) / max({rate_of('audio_core_seconds')})"),),
    ),
    Panel(
        "What workers lose, an hour",
        "Leases that another took, runs that began again, messages that were of no use, by why.",
        "short",
        (
            ("leases lost", "max(increase(cadenza_leases_lost_total[1h]))"),
            ("runs again", "max(increase(cadenza_runs_again_total[1h]))"),
            ("message {{reason}}", "max by (reason) (increase(cadenza_messages_refused_total[1h]))"),
        ),
    ),
    Panel(
        "Renderings that end, a second",
        "By how; abandoned and superseded are those that nobody wanted any more.",
        "short",
        (("{{end}}", f"max by (end) ({rate_of('renderings')})"),),
    ),
    Panel(
        "Networks",
        "Held by each worker; and loaded and let go of an hour, by all. Many let go of: MODEL_MEMORY_MIB is too small.",
        "short",
        (
            ("{{worker}}", "max by (worker) (cadenza_worker_networks)"),
            ("loaded", "max(increase(cadenza_networks_loaded_total[1h]))"),
            ("let go of", "max(increase(cadenza_networks_let_go_total[1h]))"),
        ),
    ),
    Panel(
        "Memory of workers",
        "In RAM, and what of it networks take by a worker's own sum.",
        "bytes",
        (
            ("{{worker}}", "max by (worker) (cadenza_worker_resident_bytes)"),
            ("networks of {{worker}}", "max by (worker) (cadenza_worker_network_bytes)"),
        ),
    ),
    Panel(
        "Messages that wait",
        "In the queues of Redis.",
        "short",
        (("{{queue}}", "max by (queue) (cadenza_queue_depth)"),),
    ),
    Panel(
        "Not yet in the database",
        "What workers said and ingest has not written. It should be next to nothing.",
        "short",
        (("changes", "max(cadenza_ingest_lag_entries)"),),
        red_from=2000,
    ),
    Panel(
        "What web reaches",
        "1 while the part answers.",
        "short",
        (("{{part}}", "min by (part) (cadenza_up)"), ("web processes", 'sum(up{job="cadenza"})')),
    ),
    Panel(
        "Answers a second",
        "Of Django, by status; what waits natively, such as streams of events, is not in it.",
        "reqps",
        (("{{status}}", f"sum by (status) (rate({REQUESTS}_count[5m]))"),),
    ),
    Panel(
        "How long answers take",
        "Half, and 95 of 100, stay within.",
        "s",
        half_and_most(f"sum by (le) (rate({REQUESTS}_bucket[5m]))"),
        red_from=1,
    ),
    Panel(
        "Slowest routes",
        "95 of 100 answers stay within, for the ten slowest.",
        "s",
        (("{{route}}", f"topk(10, histogram_quantile(0.95, sum by (le, route) (rate({REQUESTS}_bucket[15m]))))"),),
    ),
)
