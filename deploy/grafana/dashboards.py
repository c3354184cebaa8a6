"""`python -m deploy.grafana.dashboards`: writes the dashboards that Grafana is given, beside this file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from deploy.grafana.panel import Panel, written

FOLDER: Final = Path(__file__).parent / "dashboards"
# Every web process says the same of the jobs, so the largest of what they say is what is.
UNDER_WAY: Final = 'sum(max by (status) (cadenza_jobs{status=~"queued|running"}))'
REQUESTS: Final = "cadenza_http_request_seconds"

LISTENERS: Final = (
    Panel(
        "First sound",
        "From the request to the first sound, of the last pieces. Late: render workers are full, or composers are.",
        "s",
        (("{{quantile}}", "max by (quantile) (cadenza_first_sound_seconds)"),),
        red_from=5,
    ),
    Panel(
        "Wait before a piece begins",
        "Of the last hour's pieces, and of the one that has waited longest now. It grows when all places are taken.",
        "s",
        (
            ("{{quantile}}", "max by (quantile) (cadenza_wait_seconds)"),
            ("longest now", "max(cadenza_oldest_queued_seconds)"),
        ),
        red_from=60,
    ),
    Panel(
        "Pieces a minute",
        "Finished, over the last five minutes.",
        "short",
        (("pieces", "max(cadenza_pieces_per_minute)"),),
    ),
    Panel(
        "Refused, a second",
        "Well-formed requests that were not served, by the code that the caller read.",
        "reqps",
        (("{{code}}", "sum by (code) (rate(cadenza_refused_total[5m]))"),),
    ),
    Panel(
        "What went wrong",
        "Jobs of the last hour that failed or expired, by their code, and those that began more than once.",
        "short",
        (("{{code}}", "max by (code) (cadenza_hour_errors)"), ("began again", "max(cadenza_hour_restarted_jobs)")),
    ),
    Panel(
        "Jobs under way",
        "Queued, and with a worker.",
        "short",
        (("{{status}}", 'max by (status) (cadenza_jobs{status=~"queued|running"})'),),
    ),
)

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
        tuple(
            (share, f"histogram_quantile({share}, sum by (le) (rate({REQUESTS}_bucket[5m])))")
            for share in ("0.5", "0.95")
        ),
        red_from=1,
    ),
    Panel(
        "Slowest routes",
        "95 of 100 answers stay within, for the ten slowest.",
        "s",
        (("{{route}}", f"topk(10, histogram_quantile(0.95, sum by (le, route) (rate({REQUESTS}_bucket[15m]))))"),),
    ),
)

DASHBOARDS: Final = {"listeners": ("What listeners get", LISTENERS, 2), "machines": ("How the house does", MACHINES, 3)}


def dashboard(name: str) -> dict[str, Any]:
    """As Grafana reads it."""
    title, panels, columns = DASHBOARDS[name]
    return {
        "uid": f"cadenza-{name}",
        "title": f"Cadenza: {title}",
        "tags": ["cadenza"],
        "timezone": "utc",
        "schemaVersion": 41,
        "refresh": "15s",
        "time": {"from": "now-3h", "to": "now"},
        "panels": written(panels, columns),
    }


def text(name: str) -> str:
    return json.dumps(dashboard(name), indent=1) + "\n"


if __name__ == "__main__":
    for name in DASHBOARDS:
        (FOLDER / f"{name}.json").write_text(text(name))
